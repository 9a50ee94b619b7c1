/// `./powow top`.
@NullMarked
package info.powow.standalone.top;

import org.jspecify.annotations.NullMarked;
