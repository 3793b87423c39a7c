// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"
#include "webapi.h"

#include <QConductor/Test>

#include <QtCore/qtemporarydir.h>

using namespace Qt::StringLiterals;

// The whole service, with files of its own: whatever fails in it, and however, the rest copes.
class tst_Faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areSurvived();
};

void tst_Faults::areSurvived()
{
    QTemporaryDir folder;
    const QVariantMap config { { u"database"_s, folder.filePath(u"shop.db"_s) },
                               { u"queue"_s, folder.filePath(u"shop.db-queue"_s) },
                               { u"metrics"_s, folder.filePath(u"shop.prom"_s) },
                               { u"port"_s, 0 },
                               { u"workers"_s, 2 } };
    //! [faults]
    QCONDUCTOR_VERIFY_FAULTS([&config](QConductor::Conductor &conductor) {
        conductor.setConfigPolicy(QConductor::sharedConfig(config));
        conductor.add<Shop::WebApi>();
        conductor.add<Shop::BackgroundWorkers>();
        conductor.add<Shop::DiskProbe>();
        conductor.add<Shop::Metrics>();
    });
    //! [faults]
}

QTEST_GUILESS_MAIN(tst_Faults)
#include "tst_faults.moc"
