/// Pictures: who may see them, in what form, and the deletion of unused ones.
@NullMarked
package info.powow.query.image;

import org.jspecify.annotations.NullMarked;
