@NullMarked
package info.powow.command.refusal;

import org.jspecify.annotations.NullMarked;
