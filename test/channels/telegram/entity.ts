/** https://core.telegram.org/bots/api#messageentity; offsets in UTF-16 code units. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
}

export interface Formatted {
  text: string;
  entities: Entity[];
}
