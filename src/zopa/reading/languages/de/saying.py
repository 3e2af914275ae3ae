"""German verbs that pass words on, with their particles."""

SAYING = {
    "say": r"""
sag(t|te|ten|en|e)
gesagt
erklär(t|te|ten|en|e)
beton(t|te|ten|en|e)
mein(t|te|ten|en|e)
glaub(t|te|ten|en|e)
find(et|en|e)
fand(en)?
mahn(t|te|ten|en|e)
warn(t|te|ten|en|e)
droh(t|te|ten|en|e)
forder(t|te|ten|n|e)
verlang(t|te|ten|en|e)
äußer(t|te|ten|n|e)
behaupt(et|ete|eten|en|e)
versicher(t|te|ten|n|e)
bekräftig(t|te|ten|en|e)
unterstr(eicht|ich|ichen|eichen|eiche)
teil(t|te|ten|en|e) … mit
mitgeteilt
mitteilt(e|en)?
g(ibt|ab|aben|ebe|eben) … bekannt
ließ(en)? … (wissen|ausrichten|verlauten|mitteilen|durchblicken)
lässt … (wissen|ausrichten|verlauten|mitteilen|durchblicken)
kündig(t|te|ten|en|e) … an
deut(et|ete|eten|en|e) … an
fügt(e|en)? … hinzu
füg(t|e|en) … hinzu
stell(t|te|ten|en|e) … (klar|fest)
wies(en)? … (hin|zurück|darauf)
weis(t|en|e) … (hin|zurück|darauf)
räum(t|te|ten|en|e) … ein
gab(en)? … zu
gest(eht|and|anden|ehen|ehe)
berichte(t|te|ten|n)
schr(ieb|ieben|eibt|eiben|eibe)
twitter(t|te|ten|n|e)
kommentier(t|te|ten|en|e)
kritisier(t|te|ten|en|e)
beklag(t|te|ten|en|e)
klag(t|te|ten|en|e)
lob(t|te|ten|en|e)
begrüß(t|te|ten|en|e)
bezeichne(t|te|ten|n)
nann(te|ten)
nenn(t|en|e)
sprach(en)? … von
spricht … von
sprech(en|e) … von
sprach(en)?
spricht
schl(ägt|ug|ugen|agen|age) … vor
bot(en)? … an
bietet … an
bieten … an
lehn(t|te|ten|en|e) … ab
appellier(t|te|ten|en|e)
rief(en)? … auf
ruft … auf
rufen … auf
argumentier(t|te|ten|en|e)
entgegn(et|ete|eten|en|e)
erwider(t|te|ten|n|e)
antwort(et|ete|eten|en|e)
konter(t|te|ten|n|e)
widersprach(en)?
widerspricht
dementier(t|te|ten|en|e)
bestr(itt|itten|eitet|eiten)
versprach(en)?
verspricht
prophezei(t|te|ten|en|e)
urteil(t|te|ten|en|e)
resümier(t|te|ten|en|e)
ergänz(t|te|ten|en|e)
wiederhol(t|te|ten|en|e)
zitier(t|te|ten|en|e)
polter(t|te|ten|n|e)
knurr(t|te|ten|en|e)
schimpf(t|te|ten|en|e)
spott(et|ete|eten|en|e)
ätz(t|te|ten|en|e)
ruf(t|e|en)
rief(en)?
frag(t|te|ten|en|e)
zeigt(e|en)? … (sich|überzeugt)
gab(en)? … (sich|an)
gibt … (sich|an)
heißt es
hieß es
plädier(t|te|ten|en|e)
dräng(t|te|ten|en|e)
besteh(t|en|e)
pocht(e|en)?
verteidig(t|te|ten|en|e)
bemerk(t|te|ten|en|e)
schilder(t|te|ten|n|e)
verkünd(et|ete|eten|en|e)
verwies(en)?
verweist
drückt(e|en)? … aus
führt(e|en)? … aus
winkt(e|en)? … ab
bestätig(t|te|ten|en|e)
bilanzier(t|te|ten|en|e)
signalisier(t|te|ten|en|e)
befand(en)?
hält … für
hielt(en)? … für
halte(n)? … für
ist … überzeugt
""",
}
