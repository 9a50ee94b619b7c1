/// Pictures: uploads, and who may send which.
@NullMarked
package info.powow.command.image;

import org.jspecify.annotations.NullMarked;
