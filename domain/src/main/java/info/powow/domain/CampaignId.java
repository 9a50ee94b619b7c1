package info.powow.domain;

/// Identifies a campaign: mail to everybody who has agreed to news.
@Public
public record CampaignId(String value) implements Identifier {
  public CampaignId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
