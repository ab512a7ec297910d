"use strict";
// Keeps the figures on a call's page up to date while somebody looks at it. Without this the page is whole, but stands still.
(() => {
    const place = document.querySelector("[data-live-from]");
    if (!place || !window.EventSource) return;
    let source = null;

    // The server sends the same markup that the page was made of; parts that did not change stay as they are.
    const show = (event) => {
        const fresh = new DOMParser().parseFromString(event.data, "text/html");
        for (const part of fresh.querySelectorAll("[data-live]")) {
            const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
            if (!old || old.innerHTML === part.innerHTML) continue;
            const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
            old.replaceChildren(...part.childNodes);
            const link = Array.from(old.querySelectorAll("a")).find((link) => link.getAttribute("href") === held);
            if (held && link) link.focus({ preventScroll: true });
        }
        document.documentElement.dataset.live = "on";
    };

    // A page that nobody looks at needs no connection.
    const follow = () => {
        if (document.hidden) {
            if (source) source.close();
            source = null;
        } else if (!source || source.readyState === EventSource.CLOSED) {
            source = new EventSource(place.dataset.liveFrom);
            source.onmessage = show;
        }
    };
    document.addEventListener("visibilitychange", follow);
    follow();
})();
