/// Pictures: who may see which, and in what form; and the deletion of what nothing carries any more.
@NullMarked
package info.powow.query.image;

import org.jspecify.annotations.NullMarked;
