@NullMarked
package info.powow.edge.limit;

import org.jspecify.annotations.NullMarked;
