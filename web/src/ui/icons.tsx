/** The icons of the page (Lucide). Only those listed here are included. */

import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowLeft,
  ArrowUp,
  AtSign,
  Ban,
  Bold,
  Bell,
  BellOff,
  CalendarDays,
  CalendarPlus,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  Clock,
  Code,
  Copy,
  Download,
  EllipsisVertical,
  Eye,
  EyeOff,
  Flag,
  Forward,
  Globe,
  ImageOff,
  ImagePlus,
  Images,
  type IconNode,
  Info,
  Italic,
  Landmark,
  Link,
  List,
  LocateFixed,
  LogOut,
  Mail,
  MapPin,
  MapPinPlus,
  MessageCircle,
  MessageCircleMore,
  MessagesSquare,
  Minus,
  Pencil,
  Phone,
  Pin,
  PinOff,
  Plus,
  Reply,
  RotateCw,
  Search,
  SendHorizontal,
  Settings,
  SlidersHorizontal,
  Smile,
  SmilePlus,
  SquarePen,
  Strikethrough,
  Trash2,
  User,
  UserMinus,
  UserPlus,
  Users,
  WifiOff,
  X,
} from 'lucide';
import { h } from 'preact';

export const icons = {
  add: Plus,
  alert: CircleAlert,
  archive: Archive,
  away: WifiOff,
  back: ArrowLeft,
  block: Ban,
  bold: Bold,
  close: X,
  code: Code,
  compose: SquarePen,
  copy: Copy,
  delete: Trash2,
  details: Info,
  down: ArrowDown,
  edit: Pencil,
  emoji: Smile,
  filters: SlidersHorizontal,
  forward: Forward,
  gathering: CalendarDays,
  group: Users,
  hide: EyeOff,
  italic: Italic,
  leave: LogOut,
  less: Minus,
  link: Link,
  list: List,
  locate: LocateFixed,
  mail: Mail,
  mention: AtSign,
  menu: EllipsisVertical,
  media: Images,
  message: MessageCircle,
  messages: MessagesSquare,
  more: ChevronDown,
  mute: BellOff,
  person: User,
  phone: Phone,
  next: ChevronRight,
  picture: ImagePlus,
  pictureGone: ImageOff,
  pin: Pin,
  place: MapPin,
  previous: ChevronLeft,
  publishGathering: CalendarPlus,
  publishService: MapPinPlus,
  react: SmilePlus,
  read: CheckCheck,
  remove: UserMinus,
  reply: Reply,
  report: Flag,
  retry: RotateCw,
  save: Download,
  search: Search,
  send: SendHorizontal,
  sent: Check,
  service: Landmark,
  settings: Settings,
  show: Eye,
  strike: Strikethrough,
  unarchive: ArchiveRestore,
  unmute: Bell,
  unpin: PinOff,
  unread: MessageCircleMore,
  up: ArrowUp,
  user: UserPlus,
  waiting: Clock,
  website: Globe,
} satisfies Record<string, IconNode>;

export type IconName = keyof typeof icons;

/** Directional icons, mirrored in right-to-left languages. */
const MIRRORED = new Set<IconName>(['back', 'forward', 'leave', 'next', 'previous', 'reply', 'send']);

/** Decorative: the control has a name of its own. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={MIRRORED.has(name) ? 'icon mirrored' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {icons[name].map(([tag, attributes]) => h(tag, attributes as object))}
    </svg>
  );
}
