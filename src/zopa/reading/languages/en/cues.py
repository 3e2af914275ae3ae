"""English words of wanting, accepting and refusing. One pattern a line; `…` is a gap. See `CuePatterns`."""

CLASSES = {
    "want": r"""
hold(s|ing)? … (on to|firm|fast)
held … (to|on|firm|fast)
keep(s|ing)? to
must … (be|have|get|come|go|stay|remain|stop|include)
should … (be|have|get|come|go|stay|remain|stop|include)
(is|are|was) … to … (be|have|get|stay|remain)
(indispensable|essential|vital|sacred|untouchable|holy)
(line|lines|lined) … up behind
make(s)? … (a|the) (condition|price|point)
(want|wants|wanted|need|needs)
entitled
rightful(ly)?
belongs to

demand(s|ed|ing)?
call(s|ed|ing)? … for
insist(s|ed|ing|ence)?
ask(s|ed|ing)? … (for|to|that)
want(s|ed|ing)?
seek(s|ing)?
sought
propos(e|es|ed|ing|al|als)
offer(s|ed|ing)?
suggest(s|ed|ing|ion)?
favou?r(s|ed|ing)?
prefer(s|red|ence)?
support(s|ed|ing)?
back(s|ed|ing)
advocat(e|es|ed|ing)
push(es|ed|ing)? … for
press(es|ed|ing)? … for
urge(s|d)?
urging
plead(s|ed|ing)?
promis(e|es|ed|ing)
pledg(e|es|ed|ing)
announc(e|es|ed|ing)
plan(s|ned|ning)? … to
intend(s|ed|ing)?
aim(s|ed|ing)?
wish(es|ed)?
would like
hold(s|ing)? out for
stand(s|ing)? by
st(ood) by
stick(s|ing)? (to|by)
stuck to
welcom(e|es|ed|ing)
prais(e|es|ed|ing)
endors(e|es|ed|ing)
argu(e|es|ed|ing) … for
campaign(s|ed|ing)? … for
expect(s|ed)?
requir(e|es|ed|ing|ement)
threaten(s|ed|ing)?
vow(s|ed)?
table(d)? … (offer|proposal|plan|draft)
put(s)? forward
request(s|ed|ing)?
appeal(s|ed)?
determined
keen
decid(e|es|ed)
""",
    "plea": r"""
demand(s)?
proposal(s)?
offer(s)?
plan(s)?
draft(s)?
idea(s)?
request(s)?
condition(s)?
prerequisite(s)?
priority
package
price
call(s)? for
""",
    "sine": r"""
without … (no|not|nobody|nothing|never|won't|cannot|none)
(no|not|nobody|never|nothing|won't|cannot|none) … without
or nothing
or no
short of
only with
""",
    "limit": r"""
more than
less than
at least
at most
no more
no less
longer than
beyond
below
above
under
up to
as far as
ceiling
floor
cap
limit
nothing above
""",
    "instead": r"""
instead
rather than
not … but
in place of
""",
    "must": r"""
must
should
need(s|ed)?
ought
ha(s|ve|d) to
essential
indispensable
necessary
vital
crucial
belong(s|ed)?
shall
owe(s|d)?
""",
    "accept": r"""
(can|could|might|would) … (imagine|picture|live|accept|sign|settle|stomach|work)
shake(n|s)? hands on
shook hands on
(is|are|be|were|was) … (prepared|ready|willing|open|welcome|free) to
welcome at
let them
(may|can) … (stay|come|keep|remain|have|return|go)
prepared to
consent(s|ed)? to
not … rule … out
did not rule out
would be (enough|fine|acceptable|content|happy)
talked (into|round)
no longer … (object|insist|oppose|reject|demand)
might be (shelved|dropped|discussed|possible)
could be (discussed|shelved|dropped|possible)
enough for
in principle
if need be

accept(s|ed|ing|able|ance)?
agree(s|d|ing)? … to
agree(s|d|ing|ment)?
willing(ness)?
ready
prepared
open to
openness
could live with
can live with
live with
would not (stand|object|oppose|block)
no objection(s)?
not … object
could picture
could imagine
can imagine
can picture
concede(s|d)?
conced(ing)
concession(s)?
compromis(e|es|ed|ing)
consent(s|ed)?
approv(e|es|ed|al)
settl(e|es|ed|ing) for
would settle
willing
toler(ate|ates|ated|able)
swallow(s|ed)?
put(s)? up with
bearable
negotiable
talked into
talk about
would sign
would be enough
is enough
drop(s|ped)? … (demand|claim|objection|insistence|opposition)
give(s)? up
gave up
waive(s|d)?
grant(s|ed|ing)?
allow(s|ed|ing)?
permit(s|ted)?
yield(s|ed)?
gave ground
give ground
soften(s|ed)?
budge(s|d)?
come round
came round
warm(s|ed) to
by all means
happy to
content (with|to)
relent(s|ed)?
fine with
could work
see to it
flexib(le|ility)
no quarrel
nothing against
""",
    "reject": r"""
(speak|speaks|spoke|vote|votes|voted|fight|fights|fought) … against
(campaign|argue|argues|argued|stand|come|came|set) … against
(is|are|was|were|be) against
an end (to|of)
not … (acceptable|enough|need|want|agree|accept|sign|allow|permit|tolerate)
not … (stand|yield|give|leave|let|hand|go|pay)
(too|much too|far too) (much|little|high|low|long|short|far|expensive|late|early)
brush(es|ed)? … aside
(wave|waves|waved|shrug|shrugs|shrugged) … (away|off|aside)
part with
no need
no question of
no place for
nothing (doing|more)
shut the door
(slam|slams|slammed) … door
nobody … (will|would|is going|wants|needs)
(no one|nobody) … (accept|sign|agree|vote)
shake(s)? … head
shook … head
absurd
(ridiculous|laughable|unfair|unjust|reckless|shameful|cynical)
(blackmail|surrender|betrayal|sellout|theft|robbery|pretence|charade)
could … not … (reconciled|accepted|justified)
never … (accept|agree|sign|allow|give|let|take|be)
not … put up with

reject(s|ed|ing|ion)?
refus(e|es|ed|ing|al)
rule(s|d)? … out
ruling out
oppos(e|es|ed|ing|ition)
object(s|ed|ing)? … to
objection(s)?
resist(s|ed|ing|ance)?
den(y|ies|ied)
declin(e|es|ed|ing)
turn(s|ed|ing)? … down
dismiss(es|ed|ing)?
unacceptable
unthinkable
intolerable
non-negotiable
out of the question
off the table
no way
no thank
veto(es|ed)?
block(s|ed|ing)?
red line(s)?
red rag
taboo
criticis(e|es|ed|ing|m)
criticiz(e|es|ed|ing)
condemn(s|ed|ing)?
denounc(e|es|ed|ing)
protest(s|ed|ing)?
warn(s|ed|ing)? … against
nonsense
absurd
fantasy
insult
wrong
mistake
non-starter
nonstarter
dead on arrival
will not
won't
would not
wouldn't
cannot
can't
could not
couldn't
shall not
no intention
not … (acceptable|negotiable)
not for sale
not on the table
not up for
not an option
nothing doing
scrap(s|ped|ping)?
abolish(es|ed)?
fight(s|ing)?
fought
hands off
betrayal
""",
    "firm": r"""
never
under no circumstances
in no circumstances
on no account
not under any
out of the question
red line(s)?
red rag
taboo
non-negotiable
not negotiable
unthinkable
untouchable
categorical(ly)?
flat(ly)
rule(s|d)? … out
ruling out
absolute(ly)?
full stop
hands off
or nothing
no deal without
will not … without
not sign … without
holy
sacred
not one
not a single
not an inch
no way
not for any
whatever happens
ever
period
over my dead body
sine qua non
nobody will
line … (cross|crossed)
walk(s)? away
""",
    "neg": r"""
not
no
never
nobody
none
nothing
neither
nor
without
cannot
can't
won't
wouldn't
don't
doesn't
didn't
isn't
aren't
shouldn't
couldn't
hardly
unwilling
instead of
rather than
""",
    "hope": r"""
hope(s|d)?
hoping
hopeful
confident
optimis(tic|m)
perhaps
probably
possibly
allegedly
rumou?r(s|ed)?
fear(s|ed)?
talks (about|on|over)
discuss(ed|ion|ions)?
question(s)? (of|whether|is|about)
whether
unclear
remains to be seen
progress
speculat(e|ed|ion)
""",
    "past": r"""
then
once
formerly
years ago
ago
in the past
previously
originally
at the time
last year
last time
used to
earlier
""",
    "cond": r"""
if
only if
provided
provided that
as long as
so long as
in return
in exchange
on condition
on the condition
condition that
unless
until
once
only when
subject to
assuming
the price
as part of
""",
    "concede": r"""
for the first time
now
signal(s|led|led)?
hint(s|ed)?
indicated
""",
    "evaluate": r"""
(good|right|sensible|fair|reasonable|best|important|welcome|overdue)
(bad|dangerous|unfair|unjust|cynical|naive|fatal|costly|impossible|unrealistic|foolish|reckless)
""",
    "view": r"""
for
from … (view|viewpoint|perspective)
in … (view|eyes|opinion)
to
""",
}
