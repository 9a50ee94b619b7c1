/**
 * The forms of docs/protocol.md that this client reads. What the server leaves out because it is absent or empty is optional
 * here.
 */

export type PersonId = string;
export type ConversationId = string;
export type Role = 'owner' | 'moderator' | 'member';

/** Something that happened in a conversation, at its place in the one order of that conversation. */
interface Happened {
  conversationId: ConversationId;
  position: number;
  at: string;
}

export type DirectOpened = Happened & { type: 'directOpened'; by: PersonId; members: PersonId[] };
export type GroupCreated = Happened & {
  type: 'groupCreated';
  by: PersonId;
  name: string;
  members?: PersonId[];
  open?: boolean;
  history?: boolean;
};
export type MemberMoved = Happened & { type: 'memberJoined' | 'memberLeft'; personId: PersonId };
export type MemberChanged = Happened & {
  type: 'memberAdded' | 'memberRemoved' | 'memberInvited' | 'memberBanned' | 'memberUnbanned';
  personId: PersonId;
  by: PersonId;
};
/** What the other one wrote first in a private chat was accepted without an answer. */
export type RequestAccepted = Happened & { type: 'requestAccepted'; personId: PersonId };
export type RoleChanged = Happened & { type: 'roleChanged'; personId: PersonId; role: Role; by: PersonId };
export type GroupRenamed = Happened & { type: 'groupRenamed'; name: string; by: PersonId };
/** Without one, the group has no picture any more. */
export type GroupAvatarChanged = Happened & { type: 'groupAvatarChanged'; avatar?: Picture; by: PersonId };
/** A picture as it is laid out before any of it is there. */
export interface Picture {
  imageId: string;
  format: 'jpeg' | 'png' | 'gif' | 'webp';
  width: number;
  height: number;
  /** A ThumbHash in Base64. */
  placeholder: string;
}

export type MessageSent = Happened & {
  type: 'messageSent';
  key: string;
  sender: PersonId;
  text?: string;
  images?: string[];
  pictures?: Picture[];
  replyTo?: number;
  mentions?: PersonId[];
  withheld?: Withheld;
};
/** Why an event that is read after the fact does not say what was said. */
export type Withheld = 'deleted' | 'edited' | 'hidden';
/** Without `text` where it is withheld. */
export type MessageEdited = Happened & {
  type: 'messageEdited';
  message: number;
  text?: string;
  /** Absent, they stay as they were. */
  mentions?: PersonId[];
  by: PersonId;
  withheld?: Withheld;
};
export type MessageMarked = Happened & {
  type: 'messageDeleted' | 'messagePinned' | 'messageUnpinned';
  message: number;
  by: PersonId;
};
export type Reacted = Happened & {
  type: 'reactionAdded' | 'reactionRemoved';
  message: number;
  emoji: string;
  by: PersonId;
};

/** What has a position: the events that make up the order of a conversation. */
export type ConversationEvent =
  | DirectOpened
  | GroupCreated
  | MemberMoved
  | MemberChanged
  | RequestAccepted
  | RoleChanged
  | GroupRenamed
  | GroupAvatarChanged
  | MessageSent
  | MessageEdited
  | MessageMarked
  | Reacted;

export type ReadEvent = { type: 'read'; conversationId: ConversationId; personId: PersonId; upTo: number; at: string };
export type SettingEvent =
  | { type: 'conversationMuted'; conversationId: ConversationId; until: string }
  | { type: 'conversationUnmuted'; conversationId: ConversationId }
  | { type: 'conversationArranged'; conversationId: ConversationId; section: Section; unread?: boolean }
  | { type: 'personBlocked'; blocked: PersonId }
  | { type: 'personUnblocked'; unblocked: PersonId }
  | { type: 'consentChanged'; mayAddMe: MayAddMe; mayWriteMe: MayWriteMe }
  | { type: 'requestDeclined'; conversationId: ConversationId }
  /** Told to who declined, and to the inviter. `invitation` is the position of the invitation. */
  | { type: 'invitationDeclined'; conversationId: ConversationId; personId: PersonId; inviter: PersonId; invitation: number }
  /** Told to who is asked to speak for a service; an answer also to the inviter. */
  | { type: 'speakerInvited' | 'speakerUninvited'; serviceId: string; personId: PersonId; by: PersonId }
  | { type: 'speakerAccepted' | 'speakerDeclined'; serviceId: string; personId: PersonId; inviter: PersonId };

/** Where somebody keeps a conversation in their inbox. */
export type Section = 'main' | 'pinned' | 'archived';

/** What is said about coming back, between the events. */
export type ResumeNote =
  | { type: 'caughtUp' }
  /** The server's log was restored from a backup: what this device has may be of a time that never was. */
  | { type: 'reset' }
  | { type: 'gap'; conversationId: ConversationId; from: number; to: number };

export type Pushed = ConversationEvent | ReadEvent | SettingEvent | ResumeNote;

export type Signalled =
  | { type: 'typing'; conversationId: ConversationId; personId: PersonId; typing: boolean }
  | { type: 'presence'; personId: PersonId; online: boolean; lastSeen?: string };

export interface Refusal {
  code: string;
  message?: string;
  destination?: string;
  receipt?: string;
  key?: string;
  /** Which field or header is wrong: there with `invalid_request`. */
  field?: string;
  expected?: string;
  received?: string;
}

// --- What is read over HTTP --------------------------------------------------------------------

export interface Profile {
  personId: PersonId;
  handle: string;
  displayName: string;
  about?: string;
  interests?: string[];
  avatar?: Picture;
  lastSeen?: string;
}

export type Discoverable = 'nobody' | 'groups' | 'everyone';
/** Who may add me to groups. Others invite me. */
export type MayAddMe = 'everyone' | 'contacts' | 'nobody';
/** Whose first message I take. */
export type MayWriteMe = 'everyone' | 'contacts';

/** One's own profile. */
export interface Me extends Profile {
  discoverable: Discoverable;
  mayAddMe: MayAddMe;
  mayWriteMe: MayWriteMe;
}

/** Where this person is signed in. */
export interface SignedInDevice {
  sessionId: string;
  device: string;
  startedAt: string;
  lastSeen: string;
  current: boolean;
}

export interface LastMessage {
  position: number;
  sender: PersonId;
  text?: string;
  cut?: boolean;
  images?: number;
  at: string;
  edited?: boolean;
  deleted?: boolean;
}

export interface ConversationAnswer {
  conversationId: ConversationId;
  kind: 'direct' | 'group';
  name?: string;
  peer?: PersonId;
  /** Of the group; of a private chat, that of the other one. */
  avatar?: Picture;
  open?: boolean;
  history?: boolean;
  createdAt: string;
  role?: Role;
  joinedAt: string;
  memberCount: number;
  members?: { personId: PersonId; displayName?: string }[];
  position: number;
  lastMessage?: LastMessage;
  activityAt: string;
  unread?: number;
  unreadCapped?: boolean;
  /** Position of the first unread message that mentions me. */
  mentioned?: number;
  readUpTo: number;
  mutedUntil?: string;
  section?: Section;
  /** Whether I want it to stand out as unread, whatever I have read. */
  markedUnread?: boolean;
  pins?: number[];
  /** Somebody who is no contact has written, and I have neither answered nor accepted. */
  request?: boolean;
}

export interface Reaction {
  emoji: string;
  people: PersonId[];
}

/** A message as it is now: its `messageSent`, and what became of it. */
export type MessageAnswer = MessageSent & {
  edits?: number[];
  editedAt?: string;
  reactions?: Reaction[];
  deletedAt?: string;
  deletedBy?: PersonId;
};

export interface Page {
  messages: MessageAnswer[];
  happenings?: ConversationEvent[];
  /** True when the page ended before its limit, because it grew too large. */
  more?: boolean;
  reads?: { personId: PersonId; upTo: number }[];
}

export interface Member {
  personId: PersonId;
  displayName?: string;
  handle?: string;
  role: Role;
  joinedAt: string;
}

/** Into a group. No more is told of the group than this. */
export interface Invitation {
  conversationId: ConversationId;
  name?: string;
  avatar?: Picture;
  memberCount: number;
  by: { personId: PersonId; displayName?: string };
  at: string;
}

/** A service that I speak for, or am asked to. */
export interface MyService {
  serviceId: string;
  name: string;
  category?: string;
  role: 'speaker' | 'invited';
  /** Who asks me. */
  by?: { personId: PersonId; displayName?: string };
  at: string;
}

/** Somebody who cannot come back to a group. */
export interface Ban {
  personId: PersonId;
  displayName?: string;
  by: PersonId;
  at: string;
}

export interface FoundMessage {
  conversationId: ConversationId;
  position: number;
  sender: PersonId;
  at: string;
  text: string;
  highlights?: { start: number; end: number }[];
}

// --- What is near ------------------------------------------------------------------------------

/** In or next to which others may know one to be: its centre, and its size in metres. One is no further than that from its centre, on each axis. */
export interface Cell {
  lat: number;
  lon: number;
  size: number;
}

export interface NearbyPerson {
  personId: PersonId;
  displayName: string;
  about?: string;
  interests?: string[];
  /** In metres, rounded up to a step. */
  distance: number;
  recent: boolean;
}

export interface Place {
  lat: number;
  lon: number;
  label?: string;
}

export type Answer = 'going' | 'interested' | 'declined';

export interface Gathering {
  gatheringId: string;
  host: PersonId;
  title: string;
  text?: string;
  category?: string;
  place: Place;
  start: string;
  end: string;
  zone: string;
  capacity?: number;
  going: number;
  interested: number;
  cancelled?: boolean;
  answer?: Answer;
  conversationId?: ConversationId;
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface OpeningHours {
  zone: string;
  weekly?: { dayOfWeek: Weekday[]; opens: string; closes: string }[];
  /** Without times it is closed. */
  special?: { validFrom: string; validThrough: string; opens?: string | undefined; closes?: string | undefined }[];
}

export interface Service {
  serviceId: string;
  name: string;
  text?: string;
  category?: string;
  place: Place;
  area?: number;
  hours?: OpeningHours;
  openNow?: boolean;
  contact?: { telephone?: string; email?: string; website?: string };
  speakers: PersonId[];
  /** Who is asked to speak for it. Only those who do are told. */
  invited?: PersonId[];
}

export type NearbyGathering = Gathering & { distance: number };
export type NearbyService = Service & { distance: number };

export type LookedOut =
  | { type: 'appeared' | 'changed'; kind: 'person'; id: string; person: NearbyPerson }
  | { type: 'appeared' | 'changed'; kind: 'gathering'; id: string; gathering: NearbyGathering }
  | { type: 'appeared' | 'changed'; kind: 'service'; id: string; service: NearbyService }
  | { type: 'gone'; kind: 'person' | 'gathering' | 'service'; id: string }
  | { type: 'gatheringRescheduled'; gatheringId: string; title: string; start: string; end: string; zone: string }
  | { type: 'gatheringCancelled'; gatheringId: string; title: string }
  | { type: 'caughtUp' };

// --- Notifications -----------------------------------------------------------------------------

/** `keywords` is mentions, answers and keywords; `replies` is answers only. */
export type Level = 'all' | 'mentions' | 'keywords' | 'replies' | 'nothing';
/** How much of a message a notification shows. */
export type Preview = 'none' | 'sender' | 'text';

export interface NotificationSettings {
  level: Level;
  keywords: string[];
  preview: Preview;
  /** When nothing is told; opening hours, in which it opens when it becomes quiet. */
  quiet?: OpeningHours;
}

/** A device to which is pushed. */
export interface PushDevice {
  deviceId: string;
  kind: string;
  label?: string;
  keyId?: string;
  addedAt: string;
  lastSuccess?: string;
  failingSince?: string;
}

export type Notified =
  | { type: 'notify'; id: string; conversationId: ConversationId; position: number; reason: string; badge: number }
  | { type: 'clear'; conversationId: ConversationId; upTo: number; badge: number };
