/// Push services: what they answer, and those of apps. Knows nothing of what a push is about.
@NullMarked
package info.powow.notify.push;

import org.jspecify.annotations.NullMarked;
