/// Web Push: encryption, identification, and sending (RFC 8030, 8188, 8291, 8292).
@NullMarked
package info.powow.notify.webpush;

import org.jspecify.annotations.NullMarked;
