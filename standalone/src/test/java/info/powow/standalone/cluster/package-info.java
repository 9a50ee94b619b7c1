@NullMarked
package info.powow.standalone.cluster;

import org.jspecify.annotations.NullMarked;
