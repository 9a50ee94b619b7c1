/// Commands about campaigns.
@NullMarked
package info.powow.command.campaign;

import org.jspecify.annotations.NullMarked;
