/// Terms shared by all features: ids, keys, refusals, and the rules for texts.
@NullMarked
package info.powow.domain;

import org.jspecify.annotations.NullMarked;
