"""How the page looks: calm, wide lines, day and night, on paper. Plain CSS, nothing loaded."""

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1d2433;--soft:#4d5668;--line:#d9d6cd;--link:#0b4f9c;--quote:#f1efe8;--accent:#2f6f6a;--ask:#eef4f3}
@media (prefers-color-scheme:dark){:root{--paper:#14181f;--card:#1c222c;--ink:#e8ebf0;--soft:#b4bccb;--line:#394353;--link:#9cc7ff;--quote:#252d39;--accent:#7fc4bd;--ask:#1f2b2e}}
*{box-sizing:border-box}
html{font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--paper);color:var(--ink);scroll-behavior:auto}
body{margin:0 auto;padding:1rem 1rem 4rem;max-width:44rem;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.25;margin:1.5rem 0 1rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .75rem}
h3{font-size:1.08rem;line-height:1.45;margin:0 0 .5rem}
p{margin:.5rem 0}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,main:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
header p{color:var(--soft);margin:.25rem 0}
header p:last-child{color:var(--ink);border-left:4px solid var(--accent);padding-left:.75rem;margin-top:1rem}
nav{border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem .75rem;margin-top:1.5rem;background:var(--card)}
nav h2{font-size:1rem;margin:.5rem 0}
nav ul{margin:0;padding:0;list-style:none;columns:2 14rem}
nav li{padding:.15rem 0}
article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.1rem;margin:0 0 .9rem}
blockquote{margin:.5rem 0;padding:.45rem .75rem;background:var(--quote);border-radius:.35rem;font-size:.94rem}
.says{color:var(--soft)}
cite{font-style:normal;white-space:nowrap}
figure{margin:.75rem 0}
svg{display:block;width:100%;max-width:26rem;height:auto}
svg text{font-size:12px;fill:var(--ink)}
svg .value{font-weight:700}
.axis{stroke:var(--soft);stroke-width:2}
.band{fill:var(--ask);stroke:var(--accent);stroke-width:2}
.mark{fill:var(--ink)}
figcaption{font-size:.94rem;color:var(--soft)}
figcaption strong{color:var(--ink)}
details{margin:.6rem 0 0}
summary{cursor:pointer;color:var(--link);padding:.25rem 0;width:fit-content}
.words,.note{font-size:.9rem;color:var(--soft);margin:.6rem 0 0}
.asked{background:var(--ask);border-radius:.5rem;padding:.8rem 1.1rem .5rem}
ul.ask{margin:.25rem 0;padding-left:1.2rem}
ul.ask li{padding:.15rem 0}
dt{font-weight:700;margin-top:.6rem}
dt span{font-weight:400;color:var(--soft)}
dd{margin:0}
.lines{list-style:none;padding:0;font-size:.94rem}
.lines li{padding:.35rem 0;border-bottom:1px solid var(--line)}
.lines span{color:var(--soft);margin-right:.5rem}
:target{outline:3px solid var(--accent);outline-offset:3px;border-radius:.35rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem .75rem}
footer{margin-top:2.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
@media (max-width:30rem){html{font-size:1rem}body{padding:.5rem .75rem 3rem}article{padding:.8rem}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--quote:#fff;--accent:#000;--ask:#fff}
@page{size:A4;margin:18mm}
html{font-size:10.5pt}body{max-width:none;padding:0}nav,.skip,summary,.words{display:none}
article,.asked,figure{break-inside:avoid}h2,h3{break-after:avoid}blockquote{border:1px solid var(--line)}.asked{border:1px solid var(--line)}
details::details-content{content-visibility:visible!important;block-size:auto!important;display:block!important}
details{display:block}}
""".strip()
