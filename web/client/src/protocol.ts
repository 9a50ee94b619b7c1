/** The messages of docs/protocol.md that this client uses. Fields that the server leaves out if absent or empty are optional. */

export type PersonId = string;
export type ConversationId = string;
export type Role = 'owner' | 'moderator' | 'member';

/** An event of a conversation, at its position. */
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
/** A request was accepted without writing an answer. */
export type RequestAccepted = Happened & { type: 'requestAccepted'; personId: PersonId };
/** Somebody's account was erased: their messages have no text and no pictures any more. */
export type AuthorErased = Happened & { type: 'authorErased'; personId: PersonId };
export type RoleChanged = Happened & { type: 'roleChanged'; personId: PersonId; role: Role; by: PersonId };
export type GroupRenamed = Happened & { type: 'groupRenamed'; name: string; by: PersonId };
/** Without a picture, the group has none any more. */
export type GroupAvatarChanged = Happened & { type: 'groupAvatarChanged'; avatar?: Picture; by: PersonId };
/** Without a place, the group is not on the map any more. */
export type GroupPlaceChanged = Happened & { type: 'groupPlaceChanged'; place?: Place; by: PersonId };
/** The description of a picture, for layout before it is loaded. */
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
/** Why content is missing from an event that is read later. */
export type Withheld = 'deleted' | 'edited' | 'hidden' | 'erased';
/** Without `text` if it is withheld. */
export type MessageEdited = Happened & {
  type: 'messageEdited';
  message: number;
  text?: string;
  /** Absent if unchanged. */
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

/** Events with a position, which make up a conversation. */
export type ConversationEvent =
  | DirectOpened
  | GroupCreated
  | MemberMoved
  | MemberChanged
  | RequestAccepted
  | AuthorErased
  | RoleChanged
  | GroupRenamed
  | GroupAvatarChanged
  | GroupPlaceChanged
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
  /** Sent to the person who declined, and to the inviter. `invitation` is the position of the invitation. */
  | { type: 'invitationDeclined'; conversationId: ConversationId; personId: PersonId; inviter: PersonId; invitation: number }
  /** Sent to the person who is asked to speak for a service; answers also to the inviter. */
  | { type: 'speakerInvited' | 'speakerUninvited'; serviceId: string; personId: PersonId; by: PersonId }
  | { type: 'speakerAccepted' | 'speakerDeclined'; serviceId: string; personId: PersonId; inviter: PersonId };

/** The section of the inbox that contains a conversation. */
export type Section = 'main' | 'pinned' | 'archived';

/** Messages between the events of a resume. */
export type ResumeNote =
  | { type: 'caughtUp' }
  /** The server's log was restored from a backup: this device may have data that no longer exists. */
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
  /** The invalid field or header; present with `invalid_request`. */
  field?: string;
  expected?: string;
  received?: string;
}

// --- HTTP ---------------------------------------------------------------------------------------

export interface Profile {
  personId: PersonId;
  handle: string;
  displayName: string;
  about?: string;
  interests?: string[];
  avatar?: Picture;
  lastSeen?: string;
  /** The account was erased; the names are stand-ins. */
  erased?: boolean;
}

export type Discoverable = 'nobody' | 'groups' | 'everyone';
/** Who may add me to groups; others can only invite me. */
export type ReportReason = 'spam' | 'harassment' | 'threat' | 'false_identity' | 'other';

export type MayAddMe = 'everyone' | 'contacts' | 'nobody';
/** Whose first message I accept. */
export type MayWriteMe = 'everyone' | 'contacts';

/** The user's own profile. */
export interface Me extends Profile {
  discoverable: Discoverable;
  mayAddMe: MayAddMe;
  mayWriteMe: MayWriteMe;
}

/** A session of the user. */
export interface SignedInDevice {
  sessionId: string;
  device: string;
  startedAt: string;
  lastSeen: string;
  current: boolean;
}

/** Audits that concerned the user, after they have ended. `told` is false where the operator does not tell of them. */
export interface MyAudits {
  told: boolean;
  audits: {
    caseId: string;
    by: PersonId;
    /** Absent if it was erased. */
    purpose?: string;
    basis?: string;
    openedAt: string;
    endedAt: string;
    /** How many answers the auditor was given, up to 10,000. */
    looks: number;
    /** How many files were made for others. */
    bundles: number;
    firstLook?: string;
    lastLook?: string;
  }[];
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
  withheld?: Withheld;
}

export interface ConversationAnswer {
  conversationId: ConversationId;
  kind: 'direct' | 'group';
  name?: string;
  peer?: PersonId;
  /** The group's picture, or that of the other person of a private chat. */
  avatar?: Picture;
  /** Where an open group is found on the map. */
  place?: Place;
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
  /** Whether I marked it as unread, whatever I have read. */
  markedUnread?: boolean;
  pins?: number[];
  /** Somebody who is not a contact has written, and I have neither answered nor accepted. */
  request?: boolean;
}

export interface Reaction {
  emoji: string;
  people: PersonId[];
}

/** A message in its current state: its `messageSent` with later changes. */
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
  /** True if the page ended before its limit, because it was too large. */
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

/** An invitation to a group. Nothing else of the group is disclosed. */
export interface Invitation {
  conversationId: ConversationId;
  name?: string;
  avatar?: Picture;
  memberCount: number;
  by: { personId: PersonId; displayName?: string };
  at: string;
}

/** An open group, as anybody may know it. */
export interface GroupPreview {
  conversationId: ConversationId;
  name: string;
  avatar?: Picture;
  memberCount: number;
  place?: Place;
}

/** A service that I speak for, or am asked to speak for. */
export interface MyService {
  serviceId: string;
  name: string;
  category?: string;
  role: 'speaker' | 'invited';
  /** The inviter. */
  by?: { personId: PersonId; displayName?: string };
  at: string;
}

/** A person banned from a group. */
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

// --- Nearby -------------------------------------------------------------------------------------

/**
 * The cell in which others may see a person: its centre, and its size in metres. The person is no further than that from the centre, on
 * each axis.
 */
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
  /** Some of those who go, for the host and those who go. */
  attendees?: PersonId[];
  picture?: Picture;
  answer?: Answer;
  conversationId?: ConversationId;
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface OpeningHours {
  zone: string;
  weekly?: { dayOfWeek: Weekday[]; opens: string; closes: string }[];
  /** Closed if there are no times. */
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
  /** People asked to speak for it. Only speakers receive this. */
  invited?: PersonId[];
}

export type NearbyGathering = Gathering & { distance: number };
export type NearbyService = Service & { distance: number };
export type NearbyGroup = GroupPreview & { place: Place; distance: number };

export type LookedOut =
  | { type: 'appeared' | 'changed'; kind: 'person'; id: string; person: NearbyPerson }
  | { type: 'appeared' | 'changed'; kind: 'gathering'; id: string; gathering: NearbyGathering }
  | { type: 'appeared' | 'changed'; kind: 'service'; id: string; service: NearbyService }
  | { type: 'appeared' | 'changed'; kind: 'group'; id: string; group: NearbyGroup }
  | { type: 'gone'; kind: 'person' | 'gathering' | 'service' | 'group'; id: string }
  | { type: 'gatheringRescheduled'; gatheringId: string; title: string; start: string; end: string; zone: string }
  | { type: 'gatheringCancelled'; gatheringId: string; title: string }
  | { type: 'caughtUp' };

// --- Notifications -----------------------------------------------------------------------------

/** `keywords` is mentions, replies and keywords; `replies` is replies only. */
export type Level = 'all' | 'mentions' | 'keywords' | 'replies' | 'nothing';
/** How much of a message a notification shows. */
export type Preview = 'none' | 'sender' | 'text';

export interface NotificationSettings {
  level: Level;
  keywords: string[];
  preview: Preview;
  /** Quiet hours, in the form of opening hours. */
  quiet?: OpeningHours;
  /** When mail lists what is unread. */
  digest?: { at: string; zone: string };
  nearby: { level: NearbyLevel; radius: number };
}

/** `mine` is changes of gatherings that I attend; `interests` is also new ones nearby that fit my interests. */
export type NearbyLevel = 'interests' | 'mine' | 'nothing';

export type MailTopic = 'digest' | 'news';

/** Where I get mail, and which. */
export interface MailSettings {
  address?: string;
  /** The address that is still to be confirmed. */
  pending?: string;
  language: 'en' | 'ar' | 'pl';
  topics: MailTopic[];
  /** Mail came back, or was reported as unwanted. */
  undeliverable: boolean;
}

/** A device that receives push notifications. */
export interface PushDevice {
  deviceId: string;
  kind: 'web' | 'apns' | 'fcm';
  label?: string;
  keyId?: string;
  addedAt: string;
  lastSuccess?: string;
  failingSince?: string;
}

export type Notified =
  | { type: 'notify'; id: string; conversationId: ConversationId; position: number; reason: string; badge: number }
  | { type: 'notifyGathering'; id: string; gatheringId: string; reason: GatheringReason; title: string; start: string }
  | { type: 'clear'; conversationId: ConversationId; upTo: number; badge: number };

export type GatheringReason = 'new_gathering' | 'gathering_moved' | 'gathering_cancelled';
