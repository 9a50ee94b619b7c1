/// Public services: what they are, where, when they are open, and who speaks for them.
@NullMarked
package info.powow.domain.publicservice;

import org.jspecify.annotations.NullMarked;
