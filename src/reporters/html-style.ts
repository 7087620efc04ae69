/** Colours and shapes of the review page: GitHub-like, light and dark, no network. */
export const reviewStyle = `
:root { color-scheme: light dark;
  --bg: #ffffff; --subtle: #f6f8fa; --text: #1f2328; --muted: #59636e; --border: #d1d9e0; --line: #d1d9e0b3; --link: #0969da;
  --code: #818b981f; --green: #1a7f37; --red: #d1242f; --purple: #8250df; --grey: #59636e; --amber: #9a6700;
  --added: #dafbe1; --added-strong: #aceebb; --removed: #ffebe9; --removed-strong: #ffcecb; --hunk: #ddf4ff; --shadow: #1f23280a; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #0d1117; --subtle: #151b23; --text: #f0f6fc; --muted: #9198a1; --border: #3d444d; --line: #3d444db3; --link: #4493f8;
  --code: #656c7633; --green: #3fb950; --red: #f85149; --purple: #ab7df8; --grey: #9198a1; --amber: #d29922;
  --added: #2ea04326; --added-strong: #2ea04366; --removed: #f8514926; --removed-strong: #f8514966; --hunk: #388bfd1a; --shadow: #01040966; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 24px 64px; }
header h1 { font-size: 28px; font-weight: 400; line-height: 1.25; margin: 0 0 10px; overflow-wrap: anywhere; }
header h1 span { color: var(--muted); font-weight: 300; }
header { border-bottom: 1px solid var(--border); padding-bottom: 16px; margin-bottom: 24px; }
.state { display: inline-flex; align-items: center; gap: 6px; border-radius: 99px; padding: 5px 12px; color: #fff; font-weight: 500; margin-right: 8px; }
.state.open { background: #1f883d; } .state.closed { background: #cf222e; } .state.merged { background: #8250df; }
.label { display: inline-block; border-radius: 99px; padding: 0 9px; font-size: 12px; font-weight: 500; line-height: 20px; margin: 0 4px 0 0;
  border: 1px solid var(--border); background: var(--subtle); }
.label.red { color: var(--red); background: var(--removed); border-color: var(--removed-strong); }
.label.amber { color: var(--amber); background: #d2992226; border-color: #d2992266; }
.muted { color: var(--muted); }
.event { position: relative; padding-left: 56px; margin: 0 0 24px; }
.event::before { content: ""; position: absolute; left: 19px; top: 44px; bottom: -24px; width: 2px; background: var(--line); }
.event:last-child::before { display: none; }
.avatar { position: absolute; left: 0; top: 0; width: 40px; height: 40px; border-radius: 50%; color: #fff; font-weight: 600; font-size: 17px;
  display: flex; align-items: center; justify-content: center; background: hsl(var(--hue) 45% 45%); box-shadow: 0 0 0 3px var(--bg); }
.avatar.bot { border-radius: 9px; background: linear-gradient(140deg, #0d9488, #1d4ed8); }
.box { border: 1px solid var(--border); border-radius: 6px; background: var(--bg); overflow: hidden; box-shadow: 0 1px 3px var(--shadow); }
.box > .top { background: var(--subtle); border-bottom: 1px solid var(--border); padding: 8px 16px; color: var(--muted); }
.top b { color: var(--text); font-weight: 600; }
.tag { border: 1px solid var(--border); border-radius: 99px; font-size: 11px; padding: 1px 7px; margin-left: 6px; color: var(--muted); font-weight: 500; }
.body { padding: 14px 16px; overflow-wrap: break-word; }
.body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
.body p, .body ul, .body ol, .body table, .body pre, .body details, .body blockquote { margin: 0 0 14px; }
.body h1, .body h2, .body h3 { line-height: 1.25; margin: 22px 0 14px; font-weight: 600; }
.body h2 { font-size: 20px; padding-bottom: 6px; border-bottom: 1px solid var(--line); } .body h3 { font-size: 16px; }
.body ul, .body ol { padding-left: 24px; } .body li { margin: 3px 0; }
.body hr { height: 3px; border: 0; background: var(--line); margin: 20px 0; }
.body details > summary { cursor: pointer; margin-bottom: 8px; } .body details + details { margin-top: -6px; }
.body sub { font-size: 12px; vertical-align: baseline; color: var(--muted); }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre, .hunk { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: 85%; background: var(--code); border-radius: 6px; padding: .2em .4em; white-space: break-spaces; overflow-wrap: anywhere; }
pre { background: var(--subtle); border-radius: 6px; padding: 14px; overflow: auto; line-height: 1.45; } pre code { background: none; padding: 0; }
.code-added { background: var(--added); } .code-removed { background: var(--removed); }
table.markdown { border-collapse: collapse; width: max-content; max-width: 100%; display: block; overflow: auto; }
table.markdown th, table.markdown td { border: 1px solid var(--border); padding: 6px 13px; text-align: left; vertical-align: top; }
table.markdown tr:nth-child(2n) td { background: var(--subtle); } table.markdown th { font-weight: 600; }
blockquote { border-left: 4px solid var(--border); padding: 0 14px; color: var(--muted); }
.thread { margin-top: 16px; } .thread > .top { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; color: var(--text); }
.thread > .top .tag { font-family: -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; float: right; }
details.thread > summary { cursor: pointer; list-style: none; border-bottom: 0; } details.thread[open] > summary { border-bottom: 1px solid var(--border); }
.thread .said { display: flex; gap: 10px; padding: 12px 16px 0; align-items: center; border-top: 1px solid var(--border); }
.thread .said .avatar { position: static; width: 24px; height: 24px; font-size: 12px; box-shadow: none; flex: none; } .thread .said .avatar.bot { border-radius: 6px; }
.thread .body { padding: 8px 16px 14px 50px; }
.hunk { width: 100%; border-collapse: collapse; font-size: 12px; line-height: 20px; tab-size: 4; }
.hunk td { padding: 0 10px; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
.hunk td.number { width: 1%; min-width: 44px; text-align: right; color: var(--muted); user-select: none; white-space: nowrap; }
.hunk td.mark { width: 1%; padding: 0 0 0 10px; user-select: none; }
.hunk tr.added td { background: var(--added); } .hunk tr.removed td { background: var(--removed); }
.hunk tr.added td.number { background: var(--added-strong); } .hunk tr.removed td.number { background: var(--removed-strong); }
.hunk tr.target td:first-child { box-shadow: inset 3px 0 0 var(--amber); }
.hunk tr.range td { background: var(--hunk); color: var(--muted); }
.suggestion { border: 1px solid var(--border); border-radius: 6px; overflow: hidden; margin: 0 0 14px; }
.body .suggestion table { margin: 0; }
.suggestion-title { padding: 7px 12px; font-size: 12px; color: var(--muted); background: var(--subtle); border-bottom: 1px solid var(--border); }
.suggestion-actions { padding: 8px; text-align: right; border-top: 1px solid var(--border); }
.button { display: inline-block; border: 1px solid var(--border); border-radius: 6px; background: var(--subtle); font-size: 12px; font-weight: 500; padding: 3px 12px; }
.commit { padding-left: 56px; margin: 0 0 24px; position: relative; display: flex; gap: 8px; align-items: baseline; }
.commit::before { content: ""; position: absolute; left: 13px; top: 4px; width: 10px; height: 10px; border-radius: 50%; border: 2px solid var(--muted); background: var(--bg); }
.commit .message { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; flex: 1; overflow-wrap: anywhere; }
.note { margin-bottom: 12px; line-height: 40px; }
.checks { margin-left: 56px; border-width: 1px; } .checks.failure { border-color: var(--red); } .checks.success { border-color: var(--green); }
.checks .lead { display: flex; gap: 12px; align-items: center; padding: 14px 16px; } .checks .lead b { font-size: 16px; font-weight: 600; display: block; line-height: 1.3; }
.check { border-top: 1px solid var(--border); } .check > summary { list-style: none; cursor: pointer; padding: 10px 16px; display: flex; gap: 10px; align-items: baseline; background: var(--subtle); }
.check > .body { border-top: 1px solid var(--border); } summary::-webkit-details-marker { display: none; } .body summary::-webkit-details-marker { display: revert; }
.icon { font-weight: 700; flex: none; } .icon.failure { color: var(--red); } .icon.success { color: var(--green); } .icon.neutral { color: var(--grey); }
.lead .icon { width: 34px; height: 34px; border-radius: 50%; color: #fff; display: flex; align-items: center; justify-content: center; font-size: 17px; }
.lead .icon.failure { background: #cf222e; } .lead .icon.success { background: #1f883d; } .lead .icon.neutral { background: #59636e; }
`;
