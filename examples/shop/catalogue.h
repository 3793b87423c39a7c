// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_CATALOGUE_H
#define SHOP_CATALOGUE_H

#include <QConductor/Component>

#include <QtCore/qpromise.h>
#include <QtCore/qstringlist.h>
#include <QtQmlIntegration/qqmlintegration.h>

namespace Shop {

// The articles of a shop, which take a while to make and to sort: a component for startMode Deferred. There are none
// while it isn't active.
class Catalogue : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL) // of the articles
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Catalogue(QObject *parent = nullptr);

    int count() const { return isActive() ? int(m_articles.size()) : 0; }

Q_SIGNALS:
    void countChanged();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    void read(QPromise<void> &promise);

    QStringList m_articles; // belongs to the thread that reads, until the component is active
};

} // namespace Shop

#endif
