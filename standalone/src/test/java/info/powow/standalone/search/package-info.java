@NullMarked
package info.powow.standalone.search;

import org.jspecify.annotations.NullMarked;
