// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_FEED_H
#define SHOP_FEED_H

#include "slowwork.h"

#include <QConductor/Component>

#include <QtQmlIntegration/qqmlintegration.h>

namespace Shop {

// Stands for the connection of a shop to a network. Its setup takes a while, and fails at the end if it is broken.
class Feed : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(bool broken MEMBER m_isBroken NOTIFY brokenChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of setup, in ms
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Feed(QObject *parent = nullptr) : Component(parent) { }

    int duration() const { return m_work.duration(); }
    void setDuration(int milliseconds);

Q_SIGNALS:
    void brokenChanged();
    void durationChanged();

protected:
    QFuture<void> onSetup() override;

private:
    bool m_isBroken = false;
    SlowWork m_work { 900 };
};

} // namespace Shop

#endif
