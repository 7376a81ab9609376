/**
 * What the scripts in a page share. Classic scripts cannot import, so each adds one member to
 * `globalThis.nutgraf`, named after its file. Types such as `Article` are the typedefs of those
 * files: in a classic script a typedef is global.
 */

type Child = Node | string;
type Source = { paragraph: number; start: number; end: number };
type Line = { text: string; style: string; sources: Source[] };
type SectionLine = Line & { section: number };
type StateEvent = { type: string; request?: number; [field: string]: unknown };

/** A node of a walk through elements and text; its `nodeType` tells which it is. */
type ElementOrText = Element & Text;
type Span = { start: number; end: number };

interface Nutgraf {
  browser: {
    say(key: string, ...values: string[]): string;
    isCutOff(): boolean;
    sendMessage(message: object): Promise<unknown>;
    onMessage(listener: (message: { what: string }) => void): void;
    connect(name: string): chrome.runtime.Port;
  };
  dom: {
    page: Document;
    unclobbered<T>(node: T): T;
    walkUp(element: Element | null): Generator<Element>;
    isAfter(node: Node, other: Node): boolean;
  };
  english: { LANGUAGE: string; INVITATIONS: RegExp[]; WALLS: RegExp[]; NEXT: RegExp };
  protocol: { MAX_CHARACTERS: number; MAX_PARAGRAPHS: number; MAX_SECTIONS: number };

  domText: {
    collapseSpace(text: string): string;
    readText(element: Element): {
      text: string;
      range(start: number, end: number): Range;
    };
    toCodeUnits(text: string, codePoints: number): number;
    UNSEEN: string;
  };
  clutter: {
    makeTests(
      length: number,
      isShown?: boolean,
    ): { isClutter(node: Element): boolean; isCaption(node: Element): boolean };
    isInvitation(text: string): boolean;
  };
  headings: {
    isHeading(block: Block): boolean;
    splitSections(
      blocks: Block[],
      isClutter: (node: Element) => boolean,
    ): Pick<Article, "paragraphs" | "sections">;
  };
  jsonLd: { readFacts(): Facts };
  paywall: { isOpening(paragraphs: Block[], blocks: Block[], facts: Facts): boolean };
  pageKind: {
    Refusal: new (code: string) => Error & { code: string };
    demandArticle(facts: Facts, letters: number): void;
    refuseShort(): Error & { code: string };
  };
  candidates: {
    readBlocks(): Block[];
    runReadability(live: NodeListOf<Element>): { title: string; lang: string; blocks: Block[] };
    alignStructured(blocks: Block[], body: string): Block[];
    mergeBlocks(copied: Block[], blocks: Block[], live: NodeListOf<Element>): Block[];
  };
  article: { find(): Article; locate(paragraph: Block, source: Span): Range | null };
  selection: { find(): Article | null };
  metadata: {
    read(article: Article): Pick<About, "site" | "date" | "next">;
    parseDate(text: string, now: number): Date | null;
    isOnward(href: string, here: Pick<Location, "host" | "pathname" | "search">): boolean;
  };

  navigation: {
    sample(paragraphs: Block[]): () => boolean;
    watch(isInPlace: () => boolean, leave: () => void): { check(): void; stop(): void };
    waitForArticle(find: () => Article | null, past: string): Promise<Article | null>;
    joinText(article: Article): string;
  };
  images: {
    hasOwnText(element: Element): boolean;
    spare(body: Element[], nodes: Element[]): Element[];
    isLate(picture: EventTarget | null): boolean;
  };
  layout: {
    measure(element: Element): DOMRect;
    findHead(first: Element): Element;
    listBetween(first: Element, last: Element): Element[];
    measureCover(card: Element): number;
    findScroller(node: Element): Element;
  };
  articleBody: {
    ArticleBody: new (
      head: Element,
      nodes: Element[],
    ) => { hide(): void; show(): void; close(): void };
  };
  view: {
    ArticleView: new (card: HTMLElement, nodes: Element[]) => CardView;
    CornerView: new (card: HTMLElement) => CardView;
  };
  highlight: { set(range: Range): void; clear(): void };

  state: {
    start(request: number, reader: Pick<Reader, "settings">): State;
    restart(state: State, request: number): State;
    isWording(name: string): boolean;
    reduce(state: State, event: StateEvent): State;
    isWaiting(state: State): boolean;
  };
  theme: {
    readLightness(color: string): number | null;
    find(choice: string, parent: Element): "light" | "dark";
    watch(tell: () => void): () => void;
  };
  elements: {
    say(key: string, ...values: string[]): string;
    make<Tag extends keyof HTMLElementTagNameMap>(
      tag: Tag,
      properties?: object,
      ...children: Child[]
    ): HTMLElementTagNameMap[Tag];
    make(tag: string, properties?: object, ...children: Child[]): HTMLElement;
    handleTrusted(act: () => void): (event: Event) => void;
    makeButton(
      className: string,
      label: string,
      act: () => void,
      ...children: Child[]
    ): HTMLButtonElement;
    showProgress(bar: HTMLProgressElement, progress: { done: number; total: number }): void;
  };
  exportText: {
    asText(digest: Digest): string;
    asMarkdown(digest: Digest): string;
    withLink(digest: Digest): string;
    asSpeech(digest: Digest): string[];
  };
  clipboard: { write(text: string, root: ShadowRoot): boolean };
  speech: {
    pickVoice(voices: SpeechSynthesisVoice[], lang: string): SpeechSynthesisVoice | null;
    create(
      lang: string,
      tell: () => void,
    ): {
      canSpeak(): boolean;
      isSpeaking(): boolean;
      speak(texts: string[]): void;
      stop(): void;
      close(): void;
    };
  };
  panels: {
    makeOptions(reader: Reader, actions: Actions): HTMLElement;
    check(panel: HTMLElement, settings: Reader["settings"]): void;
    makeCopies(copy: (way: string, label: string) => void): HTMLElement;
  };
  toolbar: {
    create(reader: CardReader, actions: Actions, root: ShadowRoot): Toolbar;
  };
  pointList: {
    makeLine(line: Line, actions: Actions, className?: string): HTMLElement;
    makePoints(state: State, actions: Actions): HTMLElement;
    makeFallbackNote(state: State, lines: Line[]): HTMLElement[];
    makeUnfolder(state: State, actions: Actions): HTMLElement;
  };
  about: {
    gather(found: Article | null): About;
    makeSource(about: About, state: State): HTMLElement;
    makeOpeningNote(about: About): HTMLElement[];
    pairSections(about: About, state: State): { title: string; line: SectionLine }[];
    makeSections(about: About, state: State, actions: Actions): HTMLElement[];
    makeNext(about: About): HTMLElement[];
  };
  backButton: {
    create(root: ShadowRoot): { offer(act: () => void): void; remove(): void };
  };
  statesView: {
    makeContents(state: State, actions: Actions, toolbar: Element, about: About): Element[];
    sayProgress(progress: State["progress"]): string;
  };
  card: { create(style: string, reader: CardReader, actions: Actions): Card };

  messaging: {
    makeFailure(code: string): { type: string; error: { code: string } };
    isCutOff(): boolean;
    notify(notice: object): Promise<void>;
    connect(): chrome.runtime.Port;
    ask(
      port: chrome.runtime.Port,
      article: Article,
      state: State,
      tell: (event: { type: string }) => void,
    ): () => void;
  };
  session: {
    Session: new (
      style: string,
      reader: Reader,
      target: Target,
      owner: { close(): void; leave(): void },
    ) => { host: HTMLElement; begin(): void; switchView(): void; end(): void };
  };

  // What main.js gives the background.
  isOpen(): boolean;
  toggle(style: string, reader: Reader): void;
  shorten(style: string, reader: Reader): void;
  openByItself(style: string, reader: Reader): Promise<void>;
}

/** What the card needs besides the reader's data. */
type CardReader = Reader & { lang: string; about: About };

interface Card {
  host: HTMLElement;
  draw(state: State): void;
  findAnchor(): Element;
  findLine(place: number): HTMLElement | null;
  focus(part: HTMLElement | null): void;
  back: { offer(act: () => void): void; remove(): void };
  close(): void;
}

interface Toolbar {
  element: HTMLElement;
  update(state: State): void;
  close(): void;
}

interface CardView {
  show(next: View, drawCard: () => void): void;
  hold(part: Element, drawCard: () => void): void;
  /** An article has these two; a corner has nowhere to scroll to. */
  bringTo?(part: Element | null, offset: number): void;
  scrollTo?(range: Range): void;
  close(): void;
}

declare var nutgraf: Partial<Nutgraf>;

/** vendor/Readability.js, as far as candidates.js uses it. */
declare var Readability: new (
  copy: Document,
  options: object,
) => { parse(): { title: string; lang: string; content: Element } | null };

/** The Navigation API: Firefox has it from version 147 on. */
declare var Navigation: unknown;
declare var navigation: {
  addEventListener(type: string, listener: NavigationListener): void;
  removeEventListener(type: string, listener: NavigationListener): void;
};
type NavigationListener = (event: { navigationType?: string }) => void;
