/// All of Powow in one JVM, with embedded stores.
@NullMarked
package info.powow.standalone;

import org.jspecify.annotations.NullMarked;
