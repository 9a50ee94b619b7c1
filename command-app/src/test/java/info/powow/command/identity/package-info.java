@NullMarked
package info.powow.command.identity;

import org.jspecify.annotations.NullMarked;
