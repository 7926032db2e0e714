// The progress of a replay: the page's section is read again every few seconds, until it has a result.
const PAUSE = 3000;

export function start(section) {
  const again = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(section.id);
      if (answer.ok && fresh && fresh.dataset.module !== "replay") return location.reload();
      for (const part of ["p", "progress"]) {
        const [here, there] = [section.querySelector(part), fresh?.querySelector(part)];
        if (here && there && here.outerHTML !== there.outerHTML) here.replaceWith(there);
      }
    } catch {
      // The next round tries again; the link on the page works meanwhile.
    }
    setTimeout(again, PAUSE);
  };
  setTimeout(again, PAUSE);
}
