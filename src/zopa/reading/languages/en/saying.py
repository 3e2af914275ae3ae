"""English verbs that pass words on."""

SAYING = {
    "say": r"""
sa(id|ys|y|ying)
tell(s|ing)?
told
add(s|ed|ing)?
stress(es|ed|ing)?
insist(s|ed|ing)?
argu(e|es|ed|ing)
claim(s|ed|ing)?
warn(s|ed|ing)?
announc(e|es|ed|ing)
declar(e|es|ed|ing)
stat(e|es|ed|ing)
not(es|ed|ing)
explain(s|ed|ing)?
repl(y|ies|ied)
respond(s|ed)?
answer(s|ed)?
ask(s|ed)?
suggest(s|ed)?
maintain(s|ed)?
point(s|ed)? out
admit(s|ted)?
conced(e|es|ed)
acknowledg(e|es|ed)
confirm(s|ed)?
den(y|ies|ied)
demand(s|ed|ing)?
call(s|ed|ing)? … for
call(s|ed)?
urg(e|es|ed|ing)
propos(e|es|ed)
offer(s|ed)?
reject(s|ed|ing)?
refus(e|es|ed|ing)
rul(e|es|ed) … out
promis(e|es|ed)
pledg(e|es|ed)
vow(s|ed)?
threaten(s|ed)?
writ(e|es|ing)
wrote
tweet(s|ed)?
snort(s|ed)?
snap(s|ped)?
growl(s|ed)?
joke(s|d)?
mutter(s|ed)?
complain(s|ed)?
criticis(e|es|ed)
prais(e|es|ed)
welcom(e|es|ed)
think(s)?
thought
believ(e|es|ed)
reckon(s|ed)?
predict(s|ed)?
estimat(e|es|ed)
describ(e|es|ed)
dismiss(es|ed)?
comment(s|ed)?
remark(s|ed)?
recall(s|ed)?
repeat(s|ed)?
reiterat(e|es|ed)
indicat(e|es|ed)
signal(s|led)?
hint(s|ed)?
observ(e|es|ed)
report(s|ed)?
let it be known
put(s)? it
quip(s|ped)?
shout(s|ed)?
spoke
speak(s|ing)?
accus(e|es|ed)
judg(e|es|ed)
""",
}
