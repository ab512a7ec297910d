/// How the pages look: paper and ink, one quiet accent, light or dark as the reader has it.
enum Stylesheet {
    static let rules: HTML = """

        :root {
          color-scheme: light dark;
          --paper: #f7f5f0; --card: #fffefb; --ink: #21201c; --soft: #6a665c; --line: #e3dfd4;
          --accent: #1d6a5a; --bubble: #dcefe6; --warn: #fbf0d9; --warn-line: #d9a441;
          --serif: "Iowan Old Style", Charter, "Palatino Linotype", "Book Antiqua", Georgia, "DejaVu Serif", serif;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #16171a; --card: #1e2024; --ink: #e8e6e0; --soft: #a09c92; --line: #33353a;
            --accent: #7cc7b2; --bubble: #23483d; --warn: #332a17; --warn-line: #b98a35;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 76rem; padding: clamp(1rem, 4vw, 3rem);
          background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere;
        }
        h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
        h1 { font-size: clamp(1.9rem, 1.3rem + 2.6vw, 3rem); letter-spacing: -.012em; }
        h2 { font-size: 1.5rem; margin: 3.5rem 0 1.25rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
        h2 small { font: 1rem var(--sans); color: var(--soft); margin-left: .35rem; }
        h3 { font-size: 1.12rem; }
        a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        ul, ol, dl, dd { margin: 0; padding: 0; } ul, ol { list-style: none; }
        b, dd, .measure { font-variant-numeric: tabular-nums; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

        .kicker { margin: 0 0 .6rem; color: var(--soft); font-size: .9rem; }
        .lede { max-width: 44rem; margin: 1rem 0 0; font: 1.22rem/1.5 var(--serif); }
        .notice { margin: 1.4rem 0 0; color: var(--soft); font-size: .9rem; max-width: 48rem; }
        .notice strong { color: var(--ink); font-weight: 600; }
        .contents ul { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin-top: 1.4rem; color: var(--soft); }

        .warnings {
          margin: 2rem 0 0; padding: 1rem 1.25rem; background: var(--warn); border-left: 4px solid var(--warn-line);
          border-radius: 0 8px 8px 0;
        }
        .warnings h2 { margin: 0 0 .4rem; padding: 0; border: 0; font-size: 1.1rem; }
        .warnings li + li { margin-top: .35rem; }

        .channels { display: grid; gap: 1.25rem; margin-top: 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
        .channel, .mail { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .channel { padding: 1.25rem 1.4rem 1.4rem; }
        .channel .send { margin: .5rem 0 .6rem; color: var(--soft); }
        .channel .send b { color: var(--ink); font: 600 2.5rem/1 var(--serif); margin-right: .2rem; font-variant-numeric: lining-nums; }
        .bar { height: 5px; border-radius: 3px; background: var(--line); overflow: hidden; }
        .bar i { display: block; height: 100%; background: var(--accent); }
        .figures { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin-top: .9rem; font-size: .92rem; }
        .figures div, .mail dl div { display: flex; gap: .45rem; }
        .figures dt { text-transform: capitalize; }
        .figures dt, .mail dt { color: var(--soft); }
        .out { margin: .9rem 0 .25rem; font-size: .92rem; color: var(--soft); }
        .reasons { font-size: .92rem; }
        .reasons li { display: flex; gap: .6rem; }
        .reasons b { min-width: 2.2rem; text-align: right; font-weight: 600; }

        .pager ol { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: 2.5rem; }
        .pager a { display: block; min-width: 2.4rem; padding: .35rem .6rem; text-align: center; text-decoration: none;
          border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
        .pager [aria-current] { background: var(--accent); border-color: var(--accent); color: var(--paper); }

        .mails { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); align-items: start; }
        .mail { overflow: hidden; }
        .mail header { position: relative; padding: 1rem 3.4rem .9rem 1.25rem; border-bottom: 1px solid var(--line); }
        .mail dl { margin-top: .4rem; font-size: .9rem; }
        .mail dt { min-width: 2.6rem; }
        .number { position: absolute; top: 1.05rem; right: 1.25rem; color: var(--soft); font-size: .85rem; }
        /* A little smaller than life, so that mails of the usual 600 pixels fit. */
        .look { height: 27rem; overflow: hidden; background: #fff; }
        .look iframe { display: block; width: 125%; height: 125%; transform: scale(.8); transform-origin: 0 0; border: 0;
          color-scheme: light; }
        .mail details { border-top: 1px solid var(--line); }
        .mail summary { padding: .65rem 1.25rem; cursor: pointer; color: var(--soft); font-size: .9rem; }
        .mail pre { margin: 0; padding: .25rem 1.25rem 1rem; max-height: 27rem; overflow: auto; white-space: pre-wrap;
          font: .88rem/1.55 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .mail pre.only { padding-top: 1rem; }
        .files { display: flex; gap: 1.2rem; margin: 0; padding: .65rem 1.25rem; border-top: 1px solid var(--line); font-size: .9rem; }

        .texts { display: grid; gap: 2rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); align-items: start; }
        .text p { margin: 0; }
        .whom, .measure { font-size: .88rem; color: var(--soft); }
        .whom b { color: var(--ink); font-weight: 600; }
        .bubble { margin: .45rem 0 !important; padding: .75rem 1rem; background: var(--bubble);
          border-radius: 1.15rem 1.15rem 1.15rem .3rem; white-space: pre-wrap; width: fit-content; max-width: 100%; }

        .sheets { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
        .sheets a { display: block; padding: .8rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        .end { margin-top: 4rem; color: var(--soft); font-size: .88rem; }

        """
}
