// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_FEED_H
#define SHOP_FEED_H

#include "slowwork.h"

#include <QConductor/Component>

#include <QtQmlIntegration/qqmlintegration.h>

namespace Shop {

// The shop's line to the network, which takes a while to come up, and can be broken to see what happens then.
class Feed : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(bool broken MEMBER m_isBroken NOTIFY brokenChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of its setup, in ms
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
