/// The answers of push services, and the push services for apps. Knows nothing about the content of
/// a push.
@NullMarked
package info.powow.notify.push;

import org.jspecify.annotations.NullMarked;
