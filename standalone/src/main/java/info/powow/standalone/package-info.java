/// All of Powow in one JVM, with everything it needs embedded.
@NullMarked
package info.powow.standalone;

import org.jspecify.annotations.NullMarked;
