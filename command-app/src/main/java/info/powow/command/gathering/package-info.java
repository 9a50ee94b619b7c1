/// Commands about gatherings.
@NullMarked
package info.powow.command.gathering;

import org.jspecify.annotations.NullMarked;
