@NullMarked
package info.powow.command.image;

import org.jspecify.annotations.NullMarked;
