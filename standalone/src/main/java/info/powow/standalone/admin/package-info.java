/// `./powow admin`: roles, for whoever has access to the data folder.
@NullMarked
package info.powow.standalone.admin;

import org.jspecify.annotations.NullMarked;
