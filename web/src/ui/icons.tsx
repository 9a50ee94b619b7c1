/** The icons of the page, from one set (Lucide). Only those named here are built in. */

import {
  ArrowDown,
  ArrowLeft,
  AtSign,
  Ban,
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
  Copy,
  EllipsisVertical,
  Eye,
  EyeOff,
  Globe,
  ImageOff,
  ImagePlus,
  type IconNode,
  Info,
  Landmark,
  Link,
  LocateFixed,
  LogOut,
  Mail,
  MapPin,
  MapPinPlus,
  MessageCircle,
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
  SmilePlus,
  SquarePen,
  Trash2,
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
  away: WifiOff,
  back: ArrowLeft,
  block: Ban,
  close: X,
  compose: SquarePen,
  copy: Copy,
  delete: Trash2,
  details: Info,
  down: ArrowDown,
  edit: Pencil,
  gathering: CalendarDays,
  group: Users,
  hide: EyeOff,
  leave: LogOut,
  less: Minus,
  link: Link,
  locate: LocateFixed,
  mail: Mail,
  mention: AtSign,
  menu: EllipsisVertical,
  message: MessageCircle,
  messages: MessagesSquare,
  more: ChevronDown,
  mute: BellOff,
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
  retry: RotateCw,
  search: Search,
  send: SendHorizontal,
  sent: Check,
  service: Landmark,
  settings: Settings,
  show: Eye,
  unmute: Bell,
  unpin: PinOff,
  user: UserPlus,
  waiting: Clock,
  website: Globe,
} satisfies Record<string, IconNode>;

export type IconName = keyof typeof icons;

/** Those that point somewhere, and point the other way where one reads from right to left. */
const MIRRORED = new Set<IconName>(['back', 'leave', 'next', 'previous', 'reply', 'send']);

/** Decoration: whatever it stands on has a name of its own. */
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
