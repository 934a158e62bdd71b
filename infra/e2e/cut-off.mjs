// What a narrow window cuts off, and what moves although the reader asked for nothing to move.

/** Everything on the page that is wider than the window, clipped, or hangs over an edge; tables and maps scroll by themselves. */
export function cutOff(page) {
  return page.evaluate(() => {
    const MAY_SCROLL = '.table-wrap, .scroller, .kinds, svg, [role=application], textarea, pre, select, input';
    const found = [];
    const told = (one) => `${one.tagName.toLowerCase()}.${[...one.classList].join('.')} “${one.textContent.trim().slice(0, 40)}”`; // prettier-ignore
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} px wide in ${innerWidth}`);
    const root = document.querySelector('dialog[open]') ?? document.body;
    for (const one of root.querySelectorAll('*')) {
      if (one.closest(MAY_SCROLL) || one.closest('.sr, .skip') || !one.checkVisibility({ opacityProperty: true }))
        continue;
      const [box, style] = [one.getBoundingClientRect(), getComputedStyle(one)];
      // What is clipped to nothing is told to screen readers only.
      if (box.width === 0 || box.height === 0 || style.clipPath === 'inset(50%)') continue;
      const isSeen = one.matches('img, button, a') || [...one.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()); // prettier-ignore
      if (isSeen && (box.right > innerWidth + 1 || box.left < -1)) found.push(`${told(one)} hangs over the edge`);
      const isClipped = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
      if (isClipped && style.display !== 'inline') found.push(`${told(one)} is cut off`);
      const isCut = ['hidden', 'clip'].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 2;
      if (isCut && style.display !== 'inline') found.push(`${told(one)} is cut off below`);
    }
    return found;
  });
}

/** Whatever would move: transitions and animations that take longer than an eye sees, and smooth scrolling. */
export function moving(page) {
  return page.evaluate(() => {
    const seconds = (text) => Math.max(...text.split(',').map((one) => (one.includes('ms') ? parseFloat(one) / 1000 : parseFloat(one)))); // prettier-ignore
    const found = [];
    for (const one of document.querySelectorAll('*'))
      for (const part of [undefined, '::before', '::after']) {
        const style = getComputedStyle(one, part);
        const isAnimated = style.animationName !== 'none' && seconds(style.animationDuration) > 0.02;
        if (isAnimated || seconds(style.transitionDuration) > 0.02 || style.scrollBehavior === 'smooth')
          found.push(`${one.tagName.toLowerCase()}.${[...one.classList].join('.')}${part ?? ''} moves`);
      }
    return found;
  });
}
