package info.powow.domain.notification;

/// Over which service a device is reached.
public enum DeviceKind {
  /// A browser, over Web Push (RFC 8030); also UnifiedPush.
  WEB,
  /// An app, over the Apple Push Notification service.
  APNS,
  /// An app, over Firebase Cloud Messaging.
  FCM
}
