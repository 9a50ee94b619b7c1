/// Public services: what they are, where they are, when they are open, and who speaks for them.
@NullMarked
package info.powow.domain.publicservice;

import org.jspecify.annotations.NullMarked;
