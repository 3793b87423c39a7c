// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "catalogue.h"

#include <QtConcurrent/qtconcurrentrun.h>

#include <QtCore/qcollator.h>

#include <algorithm>

namespace Shop {

Catalogue::Catalogue(QObject *parent) : Component(parent)
{
    connect(this, &Component::stateChanged, this, &Catalogue::countChanged);
}

// The conductor neither calls another hook of the component nor destroys it before the thread has ended, so the thread may
// use the members. When setup is canceled, so is the promise.
QFuture<void> Catalogue::onSetup()
{
    return QtConcurrent::run([this](QPromise<void> &promise) { read(promise); });
}

QFuture<void> Catalogue::onShutdown()
{
    m_articles.clear();
    return done();
}

void Catalogue::read(QPromise<void> &promise)
{
    const QStringList things { tr("Gear"), tr("Paper tape"), tr("Piano roll"), tr("Fountain pen"), tr("Orbit chart") };
    for (int number = 0; number < 300000 && !promise.isCanceled(); ++number)
        m_articles.append(tr("%1, size %2").arg(things.at(number % things.size())).arg(number));
    QCollator collator;
    collator.setNumericMode(true);
    std::sort(m_articles.begin(), m_articles.end(), collator);
}

} // namespace Shop
