@NullMarked
package info.powow.standalone.replay;

import org.jspecify.annotations.NullMarked;
