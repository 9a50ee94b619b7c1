/// Tests of how the page is served.
@NullMarked
package info.powow.web;

import org.jspecify.annotations.NullMarked;
