import type { Routes } from '@angular/router';

/** Begins to fetch the code of the page at an address, before the router has come as far as to ask for it. */
export function fetchPageCode(routes: Routes, pathname: string): void {
  const load = loaderOf(routes, pathname.split('/').filter(Boolean));
  // What cannot be had now the router asks for again, and says so.
  void Promise.resolve(load?.()).catch(() => undefined);
}

type Loader = () => unknown;

/** Of the first route that fits, as the router chooses. */
function loaderOf(routes: Routes, segments: readonly string[]): Loader | undefined {
  for (const { path = '', children, loadComponent } of routes) {
    const own = path.split('/').filter(Boolean);
    if (!own.every((part, at) => segments[at] !== undefined && (part.startsWith(':') || part === segments[at])))
      continue;
    const rest = segments.slice(own.length);
    const found = rest.length === 0 ? (loadComponent as Loader | undefined) : undefined;
    const load = found ?? loaderOf(children ?? [], rest);
    if (load) return load;
  }
  return undefined;
}
