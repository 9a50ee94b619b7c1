package info.powow.projection.conversation;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;

/// The collections of conversation views.
public record ConversationViews(
    ViewCollection<ConversationView> conversations,
    ViewCollection<MembersView> members,
    ViewCollection<InboxView> inboxes,
    ViewCollection<HistoryPage> history,
    ViewCollection<ReadView> reads) {

  public static ConversationViews in(ViewStore store) {
    return new ConversationViews(
        store.collection("conversations", ConversationView.CODEC),
        store.collection("members", MembersView.CODEC),
        store.collection("inbox", InboxView.CODEC),
        store.collection("history", HistoryPage.CODEC),
        store.collection("reads", ReadView.CODEC));
  }
}
