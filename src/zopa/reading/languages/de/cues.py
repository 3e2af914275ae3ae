"""German words of wanting, accepting and refusing. One pattern a line; `…` is a gap. See `CuePatterns`."""

CLASSES = {
    # demands, proposals, offers, announcements
    "want": r"""
h(ält|alte|alten|ielt|ielten) … fest
festhalten
festzuhalten
(bleib|blieb)(t|e|en)? … (bei|dabei)
bleibt dabei
(sollen|soll|solle) … (bekommen|erhalten|bleiben|gelten|kommen|werden)
muss … (kommen|bleiben|gelten|bekommen|erhalten|her)
müsse(n)? … (kommen|bleiben|gelten|bekommen|erhalten|her|vorn|stehen)
(unabdingbar|unverzichtbar|unerlässlich|heilig|unantastbar|lebenswichtig)\w*
hinter … (stellt|stelle|stellen|stehe|steht|gestellt)
s(ieht|ehe|ehen|ah|ahen) … vor
vorsehen
vorgesehen
beharren
unterbreit(et|ete|eten)
gibt … nicht … (aus der hand|her|preis)
lass(e|en)? … nicht … (nehmen|nehmen|heran)

forder(t|te|ten|e|n)
geforder(t|te|ten|tes|ter|tem)
einforder(n|t|te|ten)
verlang(t|te|ten|e|en)
poch(t|te|ten|e|en) … auf
gepocht
besteh(t|e|en) … (auf|darauf|drauf)
bestand(en)? … (auf|darauf)
beharr(t|te|ten|e|en) … (auf|darauf)
dräng(t|te|ten|e|en) … (auf|darauf|zu)
schl(ägt|age|agen|ug|ugen|üge) … vor
vorgeschlagen\w*
vorzuschlagen
biet(et|e|en|ete|eten) … an
b(o|ö)t(e|en)? … an
biet(et|e|en|ete|eten)
bot(en)?
anzubieten
angeboten\w*
offerier(t|te|ten|e|en)
plädier(t|te|ten|e|en)
plädoyer
werb(en|e|t)? … (für|dafür)
wirbt … (für|dafür)
warb(en)? … (für|dafür)
geworben … (für|dafür)
dring(t|e|en) … (auf|darauf)
drang(en)? … (auf|darauf)
setz(t|te|ten|e|en) … (für|dafür) … ein
eintreten … für
tritt … (für|dafür) … ein
will
wolle
wollen
wollte(n)?
möchte(n)?
wünsch(t|te|ten|e|en)
beantrag(t|te|ten|e|en)
befürwort(et|ete|eten|e|en)
favorisier(t|te|ten|e|en)
bevorzug(t|te|ten|e|en)
unterstütz(t|te|ten|e|en|ung)
streb(t|te|ten|e|en) … an
anstreb(t|te|ten|e|en)
angestrebt\w*
beabsichtig(t|te|ten|e|en)
plan(t|te|ten|e|en) … (zu|den|die|das|eine|einen|ein)
kündig(t|te|ten|e|en) … an
angekündigt\w*
ankündigt(e|en)?
erwart(et|ete|eten|e|en)
versprech(en|e)
verspricht
versprach(en)?
versprochen
zusag(t|te|ten|e|en)
sagt(e|en)? … zu
zugesagt
stell(t|te|ten|e|en) … in aussicht
ruf(t|e|en)? … (dazu|zum|zur|auf)
rief(en)? … (dazu|zum|zur|auf)
aufgerufen
appellier(t|te|ten|e|en)
bitte(t|n)? … (um|darum)
bat(en)? … (um|darum)
wert … (legt|legte|legten|lege|legen)
ziel(t|te|ten|e|en)? … (auf|ist|sei|bleibt|bleibe|war)
nach dem willen
wille(n|ns)?
würde … begrüßen
begrüß(t|te|ten|e|en)
lob(t|te|ten|e|en)
bevorzugt
halte … für (richtig|sinnvoll|nötig|notwendig|geboten|unverzichtbar|überfällig)
hält … für (richtig|sinnvoll|nötig|notwendig|geboten|unverzichtbar|überfällig)
spr(icht|eche|echen|ach|achen) … (für|dafür) … aus
ausgesprochen … (für|dafür)
stark … (macht|mache|machen|machte|machten|gemacht)
macht … (sich|für|dafür) … stark
mahnt(e|en)?
mahn(e|en)
ermahn(t|te|ten|e|en)
pochen
beschl(ießt|ieße|ießen|oss|ossen)
beschlossen
droh(t|te|ten|e|en) … mit
drohung
ziehen … vor
zieht … vor
""",
    "plea": r"""
forderung(en)?
vorschlag(s|en)?
vorschläge\w*
vorstoß\w*
angebot(s|e|en)?
offerte\w*
appell
forderungskatalog\w*
ankündigung
anliegen
bedingung(en)?
voraussetzung(en)?
priorität
plan(s|es|e)?
pläne(n)?
entwurf(s)?
idee(n)?
wunsch(es)?
zusage(n)?
garantie(n)?
paket(s)?
kompromissvorschlag(s)?
""",
    "sine": r"""
ohne … (kein|keine|keinen|keinem|keiner|nicht|nichts|niemand|nie|niemals)
ohne … ist … (kein|keine|nichts)
nur mit
nicht ohne
(kein|keine|keinen) … ohne
nicht … ohne
erst wenn
oder gar nicht
oder nichts
""",
    "limit": r"""
mehr als
weniger als
länger als
kürzer als
höher als
nicht … mehr als
höchstens
mindestens
maximal
minimal
wenigstens
darunter
darüber
unter
oberhalb
unterhalb
jenseits
bis zu
schmerzgrenze
obergrenze
untergrenze
""",
    "instead": r"""
statt
anstatt
anstelle
eher … als
lieber … als
sondern
nicht … sondern
""",
    "must": r"""
soll
solle
sollen
sollte(n)?
müss(e|en|te|ten)
muss(te|ten)?
brauch(t|e|en|te|ten)
bedürf(e|en|te)
bedarf
nötig
notwendig
erforderlich
unverzichtbar
unerlässlich
unabdingbar
entscheidend
essenziell
überfällig
gehör(t|e|en) … (in|zu|dazu|hinein)
gebe es … (erst|nur)
gibt es … (erst|nur)
""",
    "accept": r"""
(nichts|nicht) … (dagegen|einzuwenden)
habe … nichts gegen
hat … nichts gegen
gegen … nichts
gegen … keine (einwände|bedenken)
nicht länger … (verschließen|sperren|widersetzen|beharren|bestehen)
nicht mehr … (ablehnen|ausschließen|beharren|bestehen|pochen)
schl(ießt|oss|ossen|ieße|ießen) … nicht … aus
nicht ausgeschlossen
nicht aus
könnte … (vorstellen|leben|mitgehen|mittragen|anfreunden|akzeptieren)
(darf|dürfe|dürfen|dürften|kann|könne|können) … (bleiben|behalten|kommen)
(darf|dürfe|dürfen|dürften|kann|könne|können) … (bauen|weiterbauen|mitkommen|mitmachen)
beschluss … (führen|aufnehmen|aufzunehmen)
im zweifel
notfalls
zur not
meinetwegen
wird … schlucken
angenommen
nimmt … an
nahm(en)? … an
annahme
annehmen
anzunehmen
kompromissbereitschaft
entgegen
abgerückt

akzeptier(t|te|ten|e|en|bar|bare|baren)
akzeptabel
akzeptable(r|s|n|m)?
annehmbar\w*
hinnehmbar\w*
hinnehmen
hinzunehmen
nimmt … hin
nehm(e|en) … hin
hingenommen
vertretbar\w*
verschmerzbar\w*
verkraftbar\w*
tragbar\w*
denkbar\w*
vorstellbar\w*
bereit
bereitschaft
gesprächsbereit\w*
kompromissbereit\w*
verhandlungsbereit\w*
offen … (für|dafür|gegenüber|zeigen|zeigt|zeigte|gezeigt|sei|ist)
aufgeschlossen
könn(te|ten|e|en) … leben
kann … leben
mit … leben können
leben … könne
könn(te|ten|e|en) … vorstellen
kann … vorstellen
vorstellen … (kann|könne|könnte|können)
reden … (lassen|ließe|lasse|lässt)
lässt … reden
lasse … (reden|verhandeln|sprechen)
ließe … (reden|verhandeln|sprechen)
lässt … (reden|verhandeln|sprechen)
könn(te|ten|e|en) … (reden|sprechen|verhandeln)
kann … (reden|sprechen|verhandeln)
verhandelbar
verhandlungsmasse
stimm(t|te|ten|e|en) … zu
zustimm(en|t|te|ten|ung)
zuzustimmen
zugestimmt
einverstanden
einwillig(en|t|te|ten|e|ung)
willig(t|te|ten|e|en) … ein
billig(t|te|ten|e|en)
gebilligt
mittragen
mitzutragen
tr(ägt|age|agen|ug|ugen) … mit
mitmachen
mitgehen
mitzugehen
mach(t|e|en|te|ten) … mit
geh(t|e|en) … mit
gehe … mit
räum(t|te|ten|e|en) … ein
einräum(t|te|ten|e|en)
zugest(ehen|anden|and|ändnis|ändnisse)
zugeständnis\w*
gest(eht|ehe|ehen|and|anden) … zu
konzession\w*
entgegenkommen
entgegenzukommen
entgegenkomm(t|e)
komm(t|e|en) … entgegen
kam(en)? … entgegen
nachgeben
nachzugeben
gab(en)? … nach
gib(t|st) … nach
einlenken
lenk(t|te|ten|e|en) … ein
eingelenkt
lass(e|en)? … (einlassen|ein)
einlassen
einzulassen
anfreunden
arrangier(t|te|ten|e|en)
abfinden
abgefunden
verzicht(et|ete|eten|e|en) … auf
verzicht(en|et|ete)?
fallen … lassen
fallenlassen
fallenzulassen
fallengelassen
einig(t|te|ten|e|en) … (auf|darauf|über|sich)
geeinigt
einigung
verständig(t|te|ten|e|en) … (auf|darauf)
verständigt
vereinbar(t|te|ten|e|en|ung)
kompromiss\w*
widersetz(e|t)? … nicht
widerspricht … nicht
unterschreiben
unterschreib(t|e)
unterzeichne(n|t|te|ten)
unterschrieb(en)?
mitnehmen
nehme … mit
schlucken
geschluckt
schluckt(e|en)?
drüber reden
einwände … mehr
kein problem
keine einwände
nichts … dagegen
nichts gegen
nichts … einzuwenden
nicht … verschließen
nicht … im weg(e)?
genüg(t|e|en|te)
reich(t|e|en|te) … (aus|ihm|ihr|uns|ihnen)
begnüg(en|t|te)
duld(et|e|en|ete)
toler(iert|ieren|iere|ierte)
gestatt(et|e|en|ete|eten)
erlaub(t|e|en|te|ten)
gewähr(t|e|en|te|ten)
zulass(en|t|e)
anerkenn(en|t|e|ung)
erkenn(t|e|en) … an
erkannte(n)? … an
gelockert
lockern
rück(t|te|ten|e|en) … (von|davon) … ab
abrücken
gibt grünes licht
grünes licht
""",
    "reject": r"""
gegen … (aus|stellen|gestellt|kämpfen|vorgehen|mobil|widerstand)
dagegen … (stellt|sein|wehren|sperren|aus|aussprechen|ausgesprochen|sträuben|stimmen|gestimmt|kämpfen)
(ist|sei|sind|bin|seien|war|waren|wäre) … dagegen
will … (verhindern|stoppen|beenden|abschaffen|loswerden)
(müsse|muss|müssen|soll|solle|sollen) … (beendet|gestoppt|aufhören|verschwinden|entfallen|weg|fallen)
nicht … (heran|rütteln|abspeisen|abfinden|hergeben|preisgeben|unterschreiben)
nicht … (mitmachen|mitgehen|zulassen|dulden)
nicht … (finanzierbar|bezahlbar|zumutbar|nötig|gerechtfertigt|möglich|realistisch|einsehe|einsieht)
kein … (thema|weg|option|lösung|raum|bedarf|grund|platz|interesse)
keine … (lösung|option|grundlage|veranlassung|mehrheit|notwendigkeit|rede)
keinen … (grund|anlass|spielraum|platz|sinn)
vom tisch
hält … für … (falsch|überflüssig|unsinnig|unnötig|schädlich|verfehlt|gefährlich|anmaßung)
halte … für … (falsch|überflüssig|unsinnig|unnötig|schädlich|verfehlt|gefährlich)
für … (falsch|überflüssig|unsinnig|unnötig|schädlich|verfehlt)
schreckensvorstellung
albtraum\w*
zu (weit|wenig|viel|teuer|hoch|niedrig|lang|lange|kurz)
reich(t|e|en) … nicht
genüg(t|e|en) … nicht
nicht … genug
nicht zufrieden
(lächerlich|unseriös|unfair|ungerecht|unzureichend|ungenügend|verantwortungslos|unverantwortlich)\w*
(abspeisen|abgespeist)
(erpress|diktat|geschenk|almosen|täusch|mogel)\w*
(spott|hohn|spottet|höhnt|höhnte)
unmöglich
beend(en|et|ete) … (will|wollen|wolle|müsse)
schluss mit
kündig(t|te|ten|en) … auf
aufkündigen
stimm(t|te|ten|e|en) … nicht … zu
gegenwehr
ablehnende\w*
skeptisch
vorbehalt(e|en)?
bedenken
einspruch
klage

lehn(t|te|ten|e|en) … ab
ablehn(t|te|ten|e|en|ung|end|ende|enden)
abgelehnt\w*
abzulehnen
wei(st|se|sen) … (zurück|ab|von)
wies(en)? … (zurück|ab|von)
zurückgewiesen
zurückzuweisen
zurückweis(en|t|ung)
abgewiesen
verw(irft|erfe|erfen|arf|arfen)
verworfen
verweiger(t|te|ten|e|en|ung)
weiger(t|te|ten|e|en|ung)
geweigert
schl(ießt|ieße|ießen|oss|ossen) … aus
schl(ießt|ieße|ießen|oss|ossen) … _ aus
schlägt … aus
ausgeschlossen\w*
ausschließ(t|en|e)
auszuschließen
unannehmbar\w*
inakzeptabel
inakzeptable\w*
unakzeptabel
untragbar\w*
undenkbar\w*
unvorstellbar\w*
indiskutabel
unverhandelbar
unzumutbar\w*
zumutung
wider(setzt|setze|setzen|setzte|setzten)
widersprech(en|e)
wider(spricht|sprach|sprachen|spruch)
widerstand
protest(iert|ierte|ierten|iere|ieren)?
gegen … (stellt|stelle|stellen|stellte|wehrt|wehrte|wehrten|wehren|wehre|ausgesprochen)
gegen … (sperrt|sperrte|sperren|sträubt|stemmt|stemmte|stemmen)
stell(t|te|ten|e|en) … gegen
wehr(t|te|ten|e|en) … gegen
sperr(t|te|ten|e|en) … gegen
sträub(t|te|ten|e|en) … gegen
stemm(t|te|ten|e|en) … gegen
wandt(e|en) … gegen
wend(et|e|en) … gegen
spr(icht|eche|echen|ach|achen) … gegen
stimm(t|te|ten|e|en) … gegen
gegenstimme\w*
gegner
tabu
rote linie
roten linie(n)?
rotes tuch
absage
nein
veto
blockier(t|te|ten|e|en)
block(t|te|ten)
verhinder(t|te|ten|e|en)
ablass(en)?
boykottier(t|te|ten|e|en)
komm(t|e|en) … nicht infrage
komm(t|e|en) … nicht in frage
komm(t|e|en) … nicht in betracht
nicht zu machen
nicht … (drin|hinnehmbar|akzeptabel|verhandelbar|tragbar|vertretbar)
nicht … (vorstellbar|denkbar|darstellbar|durchsetzbar)
nicht … zur (debatte|disposition|diskussion)
nicht in die tüte
nicht mit
kritisier(t|te|ten|e|en)
kritik
verurteil(t|te|ten|e|en|ung)
rüg(t|te|ten|e|en)
beklag(t|te|ten|e|en)
warn(t|te|ten|e|en) … vor
gewarnt … vor
bezeichne(t|te|ten|n) … als (falsch|unsinn|unsinnig|inakzeptabel|unzumutbar|fatal|irrweg|fehler|skandal)
nann(te|ten) … (falsch|unsinnig|unsinn|inakzeptabel|absurd|zynisch|fatal|etikettenschwindel|mogelpackung)
unsinn\w*
absurd\w*
irrweg
fehler
hirngespinst\w*
mogelpackung
frechheit
provokation
zurückzieh(en|t|e)
niemand … (unterschreiben|zustimmen|akzeptieren)
abschaff(en|t|ung)
aufheb(en|ung)
rückgängig
schluss damit
""",
    "firm": r"""
unter keinen umständen
unter gar keinen umständen
unter keiner bedingung
auf keinen fall
auf gar keinen fall
in keinem fall
keinesfalls
keinesfall
niemals
nie
nimmer
nie und nimmer
ausgeschlossen\w*
rote linie\w*
roten linie\w*
rotes tuch
tabu
unverhandelbar
nicht verhandelbar
nicht zur disposition
unabdingbar
unverrückbar
kategorisch
kompromisslos
um keinen preis
nicht … zu machen
nicht mit (mir|uns|ihm|ihr|ihnen)
nicht in die tüte
nicht zu haben
schließ(t|e|en) … aus
schl(ießt|oss|ossen|ieße|ießen) … aus
sine qua non
auf gar keinen
ohne wenn und aber
ohne abstriche
nur über … leiche
vorbedingung
strikt
endgültig
unumstößlich
steht fest
hochverrat
sündenfall
heilig\w*
unantastbar
undenkbar
keine sekunde
keinen millimeter
keinen zentimeter
keinen fußbreit
grundsätzlich
komm(t|e|en) … nicht (infrage|in)
oder … (keine|keinen|gar) … (unterschrift|abkommen|vertrag|deal)
""",
    "neg": r"""
nicht
kein(e|en|er|em|es)?
nie
niemals
niemand(en|em)?
nichts
ohne
weder
keinesfalls
keineswegs
nirgends
kaum
statt
anstatt
""",
    "hope": r"""
hoff(t|te|ten|e|en|nung|nungen)
hoffentlich
zuversichtlich
optimistisch
zuversicht
wahrscheinlich
möglicherweise
vermutlich
spekulier(t|te|ten|e|en)
gerücht\w*
angeblich
befürcht(et|ete|eten|e|en|ung)
rechne(t|te|ten|n) … mit
gespräch(e|s|en)? über
verhandlungen über
beraten … über
thema
frage(n)? … (ob|wie|wer|welche|offen)
unklar
offen … (ob|bleibt|blieb|bleibe)
fortschritt\w*
""",
    "past": r"""
damals
seinerzeit
einst
früher
ehemals
vor jahren
vor … jahren
im jahr
ursprünglich
zuvor
bisher
bislang
zunächst
vergangene(n|s)? jahr\w*
im vorjahr
""",
    "cond": r"""
sofern
falls
nur wenn
erst wenn
wenn
solange
vorausgesetzt
unter der bedingung
unter der voraussetzung
unter der maßgabe
bedingung … (dass|sei|ist|dafür)
voraussetzung … (dass|sei|ist|dafür)
im gegenzug
dafür
gegen zusage
als teil einer
im rahmen einer
nur gegen
im austausch
es sei denn
nur mit
bevor
""",
    "concede": r"""
erstmals
neuerdings
nun
inzwischen
signal\w*
angedeutet
durchblicken
erkennen … lassen
""",
    "evaluate": r"""
(gut|gute|guter|gutes|richtig|sinnvoll|vernünftig|vernünftige|fair|fairer|angemessen|beste|bester|bestes|wichtig|wünschenswert)
(schlecht|gefährlich|zynisch|naiv|fatal|teuer|unrealistisch|realitätsfern)
""",
    "view": r"""
aus … sicht
für
für … wäre
für … ist
nach … (ansicht|auffassung|meinung|überzeugung)
""",
}
