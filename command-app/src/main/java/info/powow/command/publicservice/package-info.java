/// Commands about public services.
@NullMarked
package info.powow.command.publicservice;

import org.jspecify.annotations.NullMarked;
