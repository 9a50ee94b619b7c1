/// Serves the page and its assets.
@NullMarked
package info.powow.web;

import org.jspecify.annotations.NullMarked;
