/** What a push channel can show, declared by it and rendered for in one place: `render.ts`. */
export interface Capabilities {
  /** Of one message; counted by `lengthOf`. */
  textLength: number;
  /** How the provider counts a text; default UTF-16 code units. */
  lengthOf?(text: string): number;
  /** Labels to tap under a message. Absent: options are numbered in the text. */
  buttons?: { max: number; labelLength: number; textLength?: number };
  /** Options behind one button, for more or longer ones than buttons hold. */
  list?: { max: number; labelLength: number; descriptionLength: number; textLength?: number };
  /** Links as buttons. Absent: written out in the text. */
  linkButtons?: { max: number; labelLength: number; besideOptions: boolean; textLength?: number };
}

/** One message of the provider's. */
export interface OutgoingMessage {
  text: string;
  options?: { kind: 'buttons' | 'list'; items: Option[] };
  links?: Link[];
  /** A file of ours, by its address; `text` is empty then. */
  file?: { contentType: string; name: string; contentUrl: string };
}

/** Something to tap. It comes back as `id`; what she says with it is found in the log (`options.ts`). */
export interface Option {
  id: string;
  label: string;
  /** The whole label, where `label` had to be cut. */
  description?: string;
}

export interface Link {
  title: string;
  url: string;
}
