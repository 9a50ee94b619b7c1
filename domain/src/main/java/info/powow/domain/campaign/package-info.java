/// Campaigns: mail to everybody who has agreed to news.
@NullMarked
package info.powow.domain.campaign;

import org.jspecify.annotations.NullMarked;
