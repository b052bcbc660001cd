/** The public pages' whole style: one column, large type, no picture, no font to fetch. */
export const STYLE = `:root{color-scheme:light dark;--ink:#17211f;--paper:#fbfaf7;--soft:#5a6663;--line:#c9d0cd;--accent:#0b5c58;--on-accent:#fff;--field:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#edf2f0;--paper:#121a19;--soft:#a9b6b2;--line:#3d4a47;--accent:#7fd1c7;--on-accent:#06211f;--field:#1a2423}}
*{box-sizing:border-box}
html{font:1.125rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Tahoma,sans-serif}
body{margin:0;background:var(--paper);color:var(--ink);min-height:100vh;display:flex;flex-direction:column}
html{scroll-padding-block-start:5rem}
header{position:sticky;top:0;background:var(--paper);border-block-end:1px solid var(--line);padding:.5rem 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:flex-start;flex-direction:row-reverse;z-index:1}
.heard,legend.unseen{position:absolute;inset-inline-start:-999rem}
.exit{display:inline-block;min-height:2.75rem;padding:.6rem 1.1rem;background:var(--ink);color:var(--paper);border-radius:.4rem;text-decoration:none;font-weight:600;white-space:nowrap}
.exit-hint{margin:0;font-size:.85rem;color:var(--soft)}
main{flex:1;width:100%;max-width:38rem;margin:0 auto;padding:1.25rem 1rem 3rem}
main:focus{outline:none}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 .75rem}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
p,ul,ol,dl{margin:0 0 1rem}
.why,.hint{color:var(--soft);font-size:.95rem}
fieldset{border:0;padding:0;margin:0 0 1.25rem}
legend{padding:0;font-weight:600;margin-block-end:.5rem}
label.choice{display:flex;gap:.75rem;align-items:flex-start;padding:.7rem .8rem;border:1px solid var(--line);border-radius:.4rem;margin-block-end:.5rem;background:var(--field);cursor:pointer;min-height:2.75rem}
label.choice input{width:1.35rem;height:1.35rem;margin:.1rem 0 0;flex:none;accent-color:var(--accent)}
label.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
label.choice.other{background:transparent}
label.text{display:block;font-weight:600;margin-block-end:.35rem}
textarea,input[type=text]{width:100%;font:inherit;color:inherit;background:var(--field);border:1px solid var(--soft);border-radius:.4rem;padding:.7rem}
textarea{min-height:11rem;resize:vertical}textarea.short{min-height:7rem}textarea.code-typed{min-height:0;field-sizing:content;min-block-size:calc(2lh + 1.4rem + 2px);resize:none}
input+label.text{margin-block-start:1.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:1.5rem;align-items:center}
button{font:inherit;min-height:2.75rem;padding:.6rem 1.1rem;border-radius:.4rem;border:1px solid var(--soft);background:transparent;color:inherit;cursor:pointer}
button.main,a.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}
a.main{display:inline-block;min-height:2.75rem;padding:.6rem 1.1rem;border-radius:.4rem}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.numbers{list-style:none;padding:.3rem 1rem;border:1px solid var(--line);border-radius:.4rem;background:var(--field)}
.numbers li{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:center;justify-content:space-between;padding:.35rem 0}
.numbers li+li{border-block-start:1px solid var(--line)}
.numbers a{font-weight:700;font-size:1.1rem;unicode-bidi:isolate;padding:.35rem 0;white-space:nowrap}
.code{font-size:1.35rem;font-weight:700;letter-spacing:.02em;padding:1rem;border:2px dashed var(--soft);border-radius:.4rem;background:var(--field);overflow-wrap:anywhere;unicode-bidi:isolate;counter-reset:part}.code span{display:inline-block;margin-inline-end:.9rem;counter-increment:part;white-space:nowrap}.code span::before{content:counter(part) '\\00a0';font-size:.8rem;font-weight:400;color:var(--soft)}
.problem{border-inline-start:.35rem solid var(--accent);padding:.6rem .9rem;background:var(--field)}
dl.told{border-block-start:1px solid var(--line)}
dl.told div{display:grid;grid-template-columns:1fr auto;gap:0 1rem;align-items:start;padding:.7rem 0;border-block-end:1px solid var(--line)}
dl.told dt{font-weight:600;font-size:.95rem;color:var(--soft)}dl.told dd{margin:0;grid-column:1;white-space:pre-wrap;overflow-wrap:anywhere;min-width:0}
dl.told dd.change{grid-column:2;grid-row:1/span 2;white-space:normal}.change button{font-size:.95rem;padding:.4rem .75rem}
.message{border:1px solid var(--line);border-radius:.4rem;background:var(--field);padding:.7rem .9rem;margin-block-end:.75rem}.message p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.message.team{border-inline-start:.35rem solid var(--accent)}
.message b{display:block;font-size:.85rem;color:var(--soft)}
.step{color:var(--soft);font-size:.9rem;margin:0}
.aside{margin-block-start:1.5rem}
footer{border-block-start:1px solid var(--line);padding:1rem;width:100%}
.help{max-width:36rem;margin:0 auto 1rem}
.languages{display:flex;flex-wrap:wrap;gap:.4rem;justify-content:center}.languages button{font-size:.95rem;padding:.4rem .6rem}
.languages [aria-current]{font-weight:700;border-color:var(--accent)}
.skip{position:absolute;inset-inline-start:-999rem}.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
.later{margin-block:1rem 0}.later button{border-color:transparent;text-decoration:underline;padding-inline:0;color:var(--accent)}
.files,.looks{padding-inline-start:1.2rem}.files li{margin-block-end:.5rem}.files form{display:inline}.files button{font-size:.95rem;padding:.3rem .7rem}
input[type=file]{width:100%;font:inherit;padding:.7rem 0}code{overflow-wrap:anywhere}textarea.note{font:.9rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
details{margin-block-end:1rem}summary{cursor:pointer;min-height:2.75rem;padding-block:.6rem}
@media (forced-colors:active){.exit,button.main,a.main{border:2px solid}}
@media print{header,footer,.actions{display:none}}
`
