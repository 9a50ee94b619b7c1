@NullMarked
package info.powow.standalone.backup;

import org.jspecify.annotations.NullMarked;
